import { describe, expect, test } from 'vitest';
import type { Order } from '../contracts/order.ts';
import { ago, now, teaOrder as order, tea as workflow } from '../testing/tea.ts';
import { isAtRisk } from './at-risk.ts';
import { type Estimate, estimate, estimateOfNew, type StagePace } from './estimate.ts';

/** So many tickets of which the oldest came first, a second apart, the last one at `newest` seconds ago. */
const queueOf = (count: number, newest = 0) =>
  Array.from({ length: count }, (_, i) => now - (newest + count - 1 - i) * 1000);
const idle: StagePace = {
  queue: [],
  waiting: 0,
  outRate: 0,
  stalledSince: undefined,
  work: { from: 10, to: 20 },
};
type Paces = Partial<Record<'boil' | 'steep' | 'pour', Partial<StagePace>>>;
const paceOf = (paces: Paces) => (stage: string) => ({ ...idle, ...paces[stage as keyof Paces] });
/** In seconds from now. */
const rounded = (found: Estimate | undefined) =>
  found && {
    ...found,
    from: Math.round((found.from - now) / 1000),
    ...('to' in found && { to: Math.round((found.to - now) / 1000) }),
  };
const estimated = (of: Partial<Order>, paces: Paces = {}) =>
  rounded(estimate(workflow, order(of), paceOf(paces), now));
const range = (from: number, to: number, ahead = 0) => ({ kind: 'range', from, to, ahead });

describe('an order is expected', () => {
  test.each<[string, Partial<Order>, Paces, object]>([
    ['after the work of all stages, where nothing waits', {}, {}, range(30, 60)],
    [
      'after the work of those that are left',
      { stage: 'steep', stages: [{ name: 'steep', readyAt: ago(5) }] },
      {},
      range(20, 40),
    ],
    ['after those behind a stage that is done', { stageStatus: 'done' }, {}, range(20, 40)],
    [
      'after the rest of the work that has begun',
      { stageStatus: 'started', stages: [{ name: 'boil', readyAt: ago(60), startedAt: ago(15) }] },
      {},
      range(20, 45),
    ],
    [
      'after those before it, at the present rate',
      {},
      { boil: { queue: queueOf(69, 60), waiting: 67, outRate: 0.5 } },
      // 68 before it, one each 2 s: 136 s, a quarter faster or slower; then the work.
      range(139, 230, 68),
    ],
    [
      'without those that came after it',
      {},
      { boil: { queue: queueOf(50, 0), waiting: 48, outRate: 0.5 } },
      range(30, 60),
    ],
    [
      'first, if it is rushed',
      { rushed: true },
      { boil: { queue: queueOf(69, 60), waiting: 67, outRate: 0.5 } },
      range(30, 60),
    ],
    [
      'after the queue of a later stage too, which shrinks while it is on its way',
      {},
      { steep: { queue: queueOf(30, 1), waiting: 28, outRate: 0.5 } },
      range(68, 115),
    ],
    [
      'at the pace of the slowest stage only: queues before it do not add up',
      {},
      {
        boil: { queue: queueOf(31, 60), waiting: 30, outRate: 1 },
        steep: { queue: queueOf(30, 1), waiting: 28, outRate: 0.25 },
      },
      // 60 before it at steep, one each 4 s.
      range(212, 340, 30),
    ],
    [
      'at its own pace, be it slower than the work',
      {},
      { boil: { queue: queueOf(3, 60), waiting: 2, outRate: 1 / 60 } },
      // Two before it, one a minute.
      range(126, 210, 2),
    ],
    [
      'at the pace of one worker where the rate is not known',
      {},
      { boil: { queue: queueOf(3, 60), waiting: 2, outRate: undefined } },
      range(62, 110, 2),
    ],
    [
      'by the workflow where recent orders are too few',
      {},
      { boil: { work: undefined }, steep: { work: undefined } },
      range(60, 95),
    ],
    [
      'nobody knows when, where a stage stands',
      {},
      { steep: { queue: queueOf(3, 200), waiting: 3, stalledSince: now - 200_000 } },
      { kind: 'stalled', stage: 'steep', from: 68, ahead: 0 },
    ],
  ])('%s', (_name, of, paces, expected) => {
    expect(estimated(of, paces)).toEqual(expected);
  });

  test.each<[string, Partial<Order>, Paces]>([
    ['is closed', { status: 'finished' }, {}],
    ['is stopped', { status: 'incident' }, {}],
    ['is held', { held: true }, {}],
    ['needs work of which nothing is known', {}, { pour: { work: undefined } }],
  ])('never, if it %s', (_name, of, paces) => {
    expect(estimated(of, paces)).toBeUndefined();
  });
});

test('an order that is placed now waits behind all that is there', () => {
  const boil = { queue: queueOf(69, 60), waiting: 67, outRate: 0.5 };
  expect(rounded(estimateOfNew(workflow, paceOf({ boil }), now))).toEqual(range(140, 233, 69));
});

describe('an order is at risk', () => {
  const isLate = (promisedIn: number, paces: Paces) => {
    const of = order({ promisedAt: ago(-promisedIn) });
    return isAtRisk(workflow, of, paceOf(paces), now);
  };
  const long = { boil: { queue: queueOf(69, 60), waiting: 67, outRate: 0.5 } };
  const stands = { boil: { queue: queueOf(1, 60), waiting: 1, stalledSince: now - 300_000 } };

  test.each<[string, number, Paces, boolean]>([
    ['when nothing waits and there is time', 60, {}, false],
    ['when there is less time than work', 40, {}, true],
    ['behind a long queue', 150, long, true],
    ['not behind it with time enough', 200, long, false],
    ['where a stage has stood for longer than there is time', 320, stands, true],
    ['not where there is more time than it has stood', 340, stands, false],
  ])('%s', (_name, promisedIn, paces, late) => {
    expect(isLate(promisedIn, paces)).toBe(late);
  });
});
