import { expect, it } from 'vitest';
import { healthy, nextHealth, type TargetNews, usesAttempt } from './target-health.ts';

const answered: TargetNews = { type: 'answered' };
const probed: TargetNews = { type: 'probed' };
const unreachable: TargetNews = { type: 'unreachable' };
const broken = (ticket: string, up = true): TargetNews => ({ type: 'broken', ticket, up });

it.each<[string, TargetNews[], boolean]>([
  ['nothing is known', [], false],
  ['it cannot be reached', [unreachable], true],
  ['it can be reached again', [unreachable, answered], false],
  ['it answers a probe', [unreachable, probed], false],
  ['the exchange breaks off for one order', [broken('a')], false],
  ['it breaks off for one order again and again', [broken('a'), broken('a'), broken('a')], false],
  ['it breaks off for two orders', [broken('a'), broken('b')], true],
  ['it breaks off for two orders with an answer between them', [broken('a'), answered, broken('b')], false],
  ['it breaks off for one order and no probe is answered', [broken('a', false)], true],
  ['it answers an order after it broke off for two', [broken('a'), broken('b'), answered], false],
  ['it answers a probe after it broke off for two', [broken('a'), broken('b'), probed], false],
  ['it breaks off for a third order', [broken('a'), broken('b'), probed, broken('c')], true],
])('when %s, the target is down: see the table', (_name, news, down) => {
  expect(news.reduce(nextHealth, healthy).down).toBe(down);
});

it.each<[string, TargetNews, boolean]>([
  ['a broken exchange with a target that is up', broken('a'), true],
  ['a broken exchange with a target that answers nothing', broken('a', false), false],
  ['a target that cannot be reached', unreachable, false],
])('%s uses an attempt: see the table', (_name, news, uses) => {
  expect(usesAttempt(news)).toBe(uses);
});

it('remembers no more orders than it needs', () => {
  const many = Array.from({ length: 1000 }, (_, i) => broken(`o-${i}`));
  expect(many.reduce(nextHealth, healthy).broken.size).toBe(2);
});
