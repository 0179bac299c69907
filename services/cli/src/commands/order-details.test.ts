import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { detailsOf, fieldsText, readDetails } from './order-details.ts';

const workflow = {
  name: 'cupcakes',
  details: {
    type: 'object',
    required: ['flavour', 'quantity'],
    properties: {
      flavour: { type: 'string' },
      quantity: { type: 'integer' },
      gift: { type: 'boolean' },
      toppings: { type: 'array' },
      size: { enum: ['S', 'M'] },
    },
  },
};

test.each<[string[], Record<string, unknown>]>([
  [['flavour=Vanilla', 'quantity=6'], { flavour: 'Vanilla', quantity: 6 }],
  [['flavour=12'], { flavour: '12' }],
  [['flavour=a=b'], { flavour: 'a=b' }],
  [['flavour='], { flavour: '' }],
  [['gift=true', 'size=M'], { gift: true, size: 'M' }],
  [['toppings=["nuts"]'], { toppings: ['nuts'] }],
  // For the server to refuse, with its reason.
  [['quantity=many', 'gift=perhaps'], { quantity: 'many', gift: 'perhaps' }],
])('%s are typed as the workflow says', (pairs, details) => {
  expect(detailsOf(pairs, workflow)).toEqual(details);
});

test.each([
  ['Vanilla', 'Vanilla: give details as name=value'],
  ['=x', '=x: give details as name=value'],
  ['flavor=x', 'cupcakes has no flavor'],
  ['constructor=x', 'cupcakes has no constructor'],
  ['toppings=[', 'not JSON'],
])('%s is refused', (pair, message) => expect(() => detailsOf([pair], workflow)).toThrow(message));

test('pairs go before the JSON', () => {
  expect(detailsOf(['quantity=2'], workflow, { quantity: 1, flavour: 'x' })).toEqual({
    quantity: 2,
    flavour: 'x',
  });
});

test('the fields are named, the optional ones in brackets', () => {
  expect(fieldsText(workflow)).toBe('flavour= quantity= [gift=] [toppings=] [size=]');
});

test('JSON comes as it is, from a file, or from standard input', async () => {
  async function* input() {
    yield '{"a":';
    yield Buffer.from('1}');
  }
  const path = join(tmpdir(), `cupcakery-details-${process.pid}.json`);
  await writeFile(path, '{"b":2}');
  expect(await readDetails('{"c":3}', input())).toEqual({ c: 3 });
  expect(await readDetails('-', input())).toEqual({ a: 1 });
  expect(await readDetails(`@${path}`, input())).toEqual({ b: 2 });
  await expect(readDetails('@/nowhere', input())).rejects.toThrow('/nowhere cannot be read');
  await expect(readDetails('[1]', input())).rejects.toThrow('must be a JSON object');
});
