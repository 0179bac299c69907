import { expect, test } from 'vitest';
import { parseSelector, SelectorError } from './label-selector.ts';

const bake = { consumergroup: 'cupcakes.bake', topic: 'readytobake' };

test.each([
  ['', true],
  ['consumergroup=cupcakes.bake', true],
  ['consumergroup==cupcakes.bake,topic=readytobake', true],
  ['consumergroup=cupcakes.mix', false],
  ['consumergroup!=cupcakes.mix', true],
  ['team!=a', true],
  ['consumergroup in (cupcakes.mix, cupcakes.bake)', true],
  ['consumergroup notin (cupcakes.mix,cupcakes.bake)', false],
  ['team notin (a)', true],
  ['topic', true],
  ['!topic', false],
  ['!team, topic', true],
  ['team', false],
  ['team in (a,b)', false],
])('%s selects the group: %s', (selector, selects) => {
  expect(parseSelector(selector)(bake)).toBe(selects);
});

test.each(['=a', 'a b', 'a in b', 'a=b,,c=d', 'a in (b', 'a>3', 'a=b c'])('%s is refused', (selector) => {
  expect(() => parseSelector(selector)).toThrow(SelectorError);
});

test('names of inherited object members are no labels', () => {
  expect(parseSelector('toString')({})).toBe(false);
});
