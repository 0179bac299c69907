import { describe, expect, it } from 'vitest';
import { ann, cakes, carl, command, dora, given, worker } from '../testing/decider-spec.ts';
import { eventForCustomer, isHiddenFrom, orderForCustomer, sightOf } from './visibility.ts';

const caller = (subject: string, ...roles: string[]) => ({ subject, roles });
const actor = { sub: 'sub-ann' };
const scoped = { ...cakes, scope: { field: 'flavour', claim: 'team' } };

/** Carl's order: mixed by a worker, baked by ann, stopped while ann tasted it. */
const history = [
  command('place', carl, { actor: { sub: 'carl' } }),
  command('start', worker, { stage: 'mix', visit: 1 }),
  command('complete', worker, { stage: 'mix', visit: 1 }),
  command('claim', ann, { stage: 'bake', actor }),
  command('complete', ann, { stage: 'bake', actor }),
  command('claim', ann, { stage: 'taste', actor }),
];
const failed = given(history).when(
  command('fail', ann, { stage: 'taste', actor, reason: 'http://10.0.0.7/taste answered 500 to ann' }),
);

describe('an order', () => {
  it('is read by its owner and by those who work on it', () => {
    expect(sightOf(caller('carl', 'customer'), cakes).mayRead(failed.order)).toBe(true);
    expect(sightOf(caller('dora', 'customer'), cakes).mayRead(failed.order)).toBe(false);
    expect(sightOf(caller('sue', 'sre'), cakes).mayRead(failed.order)).toBe(true);
    expect(
      sightOf({ ...caller('mo', 'mixer'), claims: { team: ['Lemon'] } }, scoped).mayRead(failed.order),
    ).toBe(true);
    expect(
      sightOf({ ...caller('mo', 'mixer'), claims: { team: ['Mint'] } }, scoped).mayRead(failed.order),
    ).toBe(false);
    expect(sightOf(caller('mo', 'mixer'), scoped).mayRead(failed.order)).toBe(false);
  });

  it('shows its customer roles and a sentence, no name, worker, address or answer of a target', () => {
    const shown = sightOf(caller('carl', 'customer'), cakes).show(failed.order);
    const text = JSON.stringify(shown);
    for (const secret of ['ann', 'pod-1', '10.0.0.7', '500']) expect(text).not.toContain(secret);
    expect(shown.stages.map(({ by }) => by)).toEqual(['mixer', 'baker', 'taster']);
    expect(shown.incident).toMatchObject({ by: 'taster', reason: expect.stringContaining('kitchen') });
    expect(sightOf(caller('mo', 'mixer'), cakes).show(failed.order)).toBe(failed.order);
    const { order: claimed } = given(history.slice(0, -1)).when(history[5] ?? (history[0] as never));
    expect(orderForCustomer(cakes, claimed)).toMatchObject({ claimedBy: 'taster' });
    expect(orderForCustomer(cakes, claimed)).not.toHaveProperty('claimedActor');
  });

  it('has a history that shows its customer the same', () => {
    const events = [
      ...given([]).when(command('place', carl, { actor: { sub: 'carl' } })).outcome.steps,
      ...failed.outcome.steps,
    ].map(({ event }) => eventForCustomer(cakes, failed.order, event));
    expect(events.map(({ by }) => by)).toEqual(['customer', 'taster']);
    expect(events.every((event) => !('actor' in event))).toBe(true);
    expect(JSON.stringify(events)).not.toMatch(/ann|10\.0\.0\.7/);
    // Of releases before this one: the owner's subject stood there.
    const old = { type: 'OrderCancelled', orderId: 'o', version: 2, at: '', by: 'carl' } as const;
    expect(eventForCustomer(cakes, failed.order, old).by).toBe('customer');
    expect(eventForCustomer(cakes, failed.order, { ...old, by: 'ann' }).by).toBe('staff');
  });

  it('looks to others as if it did not exist, whatever they send', () => {
    const { order } = failed;
    const from = (type: 'claim' | 'cancel', by: typeof ann, more = {}) =>
      isHiddenFrom(
        scoped,
        order,
        command(type, by, { ...(type === 'claim' ? { stage: 'mix' } : {}), ...more }),
      );
    expect(from('cancel', carl)).toBe(false);
    expect(from('cancel', dora)).toBe(true);
    expect(from('claim', ann, { scope: ['Lemon'] })).toBe(false);
    expect(from('claim', ann, { scope: ['Mint'] })).toBe(true);
    expect(from('claim', ann, { scope: [] })).toBe(true);
    expect(from('claim', ann)).toBe(false);
    // An order of one's own outside of the scope can be cancelled, as by any customer, and not worked on.
    expect(from('cancel', ann, { scope: [], actor: { sub: 'carl' } })).toBe(false);
    expect(from('claim', ann, { scope: [], actor: { sub: 'carl' } })).toBe(true);
  });
});
