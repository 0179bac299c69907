import { describe, expect, it } from 'vitest';
import { cupcakes } from '../../testing/cupcakes.ts';
import { createLegacyBodies } from './legacy-bodies.ts';

const bodies = createLegacyBodies(cupcakes);

describe('legacy bodies', () => {
  it.each([
    [{ Order: { Flavour: 'Lemon', Size: 'm', Quantity: 1 } }],
    [{ order: { FLAVOUR: 'Lemon', size: 'M', quantity: 1 } }],
    [
      {
        flavour: 'Lemon',
        Size: 'M',
        Quantity: 1,
        Id: 7,
        MixedBy: null,
        ShippedOn: '',
        status: 'x',
        CreatedOn: 0,
      },
    ],
  ])('reads %j', (body) => {
    expect(bodies.details(body).details).toEqual({ flavour: 'Lemon', size: 'M', quantity: 1 });
  });

  it('keeps unknown fields and wrong types for the check', () => {
    const { details } = bodies.details({ Order: { Icing: 1, Size: ['m'], Quantity: '6' } });
    expect(details).toEqual({ Icing: 1, size: ['m'], quantity: '6' });
  });

  it('names fields in the caller’s spelling, and missing ones in that of the old factory', () => {
    const { pointerOf } = bodies.details({ ORDER: { sIZE: 'M', 'a/b': 1 } });
    expect(['/size', '/quantity', '/a~1b', ''].map(pointerOf)).toEqual([
      '/ORDER/sIZE',
      '/ORDER/Quantity',
      '/ORDER/a~1b',
      '/ORDER',
    ]);
  });

  it('is not confused by names of prototype members', () => {
    const { details } = bodies.details(JSON.parse('{"__proto__":{"size":"M"},"constructor":1}'));
    expect(Object.keys(details)).toEqual(['__proto__', 'constructor']);
    expect(cupcakes.checkDetails(details).map((e) => e.field)).toContain('/__proto__');
  });

  it('rejects a field given twice, and a value that is no object', () => {
    const refusal = (body: unknown) => {
      try {
        return bodies.details(body);
      } catch (error) {
        return error;
      }
    };
    const twice = { options: { errors: [{ pointer: '/size', detail: 'is given twice' }] } };
    expect(refusal({ Size: 'M', size: 'L' })).toMatchObject(twice);
    expect(refusal('order')).toMatchObject({ status: 400 });
    expect(refusal({ Order: [] })).toMatchObject({ options: { errors: [{ pointer: '/Order' }] } });
  });
});
