import { describe, expect, test } from 'vitest';
import type { OrderEvent } from '../../checker/records.ts';
import { aheadOf, ordersAt, type Plan, truthAt } from './truth.ts';

const plan: Plan = {
  promiseMs: 600_000,
  stages: [
    { name: 'mix', targetMs: 60_000 },
    { name: 'ship', targetMs: 60_000 },
  ],
};
const began = Date.parse('2026-11-30T12:00:00Z');
const at = (seconds: number) => new Date(began + seconds * 1000).toISOString();
const event = (orderId: string, version: number, seconds: number, more: Partial<OrderEvent>): OrderEvent =>
  ({ orderId, version, at: at(seconds), ...more }) as OrderEvent;
const placed = (id: string, seconds: number) =>
  event(id, 1, seconds, { type: 'OrderPlaced', route: ['mix', 'ship'] });
const mixed = (id: string, seconds: number) =>
  event(id, 2, seconds, { type: 'StageCompleted', stage: 'mix', next: 'ship' });
const started = (id: string, seconds: number) =>
  event(id, 3, seconds, { type: 'StageStarted', stage: 'ship' });
const shipped = (id: string, seconds: number) => [
  event(id, 4, seconds, { type: 'StageCompleted', stage: 'ship' }),
  event(id, 5, seconds, { type: 'OrderFinished' }),
];
const truth = (seconds: number, ...events: OrderEvent[]) => truthAt(events, plan, began + seconds * 1000);

describe('the numbers of a moment', () => {
  test('count nothing where nothing happened yet', () => {
    expect(truth(-1, placed('a', 0))).toMatchObject({ placed: 0, open: 0, promiseKept: undefined });
    expect(truth(-1).stages.get('mix')).toEqual({
      waiting: 0,
      inWork: 0,
      oldestMs: undefined,
      slow: 0,
      late: 0,
      veryLate: 0,
      came: 0,
      left: 0,
    });
  });

  test.each([
    [44, { slow: 0, late: 0, veryLate: 0 }],
    [45, { slow: 1, late: 0, veryLate: 0 }],
    [60, { slow: 0, late: 1, veryLate: 0 }],
    [90, { slow: 0, late: 0, veryLate: 1 }],
  ])('have a ticket of %d s in one step of age', (seconds, steps) => {
    expect(truth(seconds, placed('a', 0)).stages.get('mix')).toMatchObject(steps);
  });

  test.each([
    ['no promise has come due', 599, [placed('a', 0)], undefined],
    ['one is broken while its order is open', 601, [placed('a', 0)], 0],
    ['one was kept before its time', 30, [placed('a', 0), mixed('a', 10), ...shipped('a', 20)], 100],
    [
      'one was kept, one is broken and one still has time',
      700,
      [placed('a', 0), mixed('a', 10), ...shipped('a', 20), placed('b', 50), placed('c', 650)],
      50,
    ],
    ['one was finished too late', 800, [placed('a', 0), mixed('a', 10), ...shipped('a', 700)], 0],
  ])('have the share of promises kept where %s', (_name, seconds, events, expected) => {
    expect(truth(seconds, ...events).promiseKept).toBe(expected);
  });

  test('follow tickets from stage to stage, and what came and left in the last minute', () => {
    const events = [placed('a', 0), placed('b', 30), mixed('a', 70), started('a', 80), placed('c', 85)];
    const { stages } = truth(89, ...events);
    expect(stages.get('mix')).toMatchObject({ waiting: 2, inWork: 0, oldestMs: 59_000, came: 2, left: 1 });
    expect(stages.get('ship')).toMatchObject({ waiting: 0, inWork: 1, oldestMs: 19_000, came: 1, left: 0 });
    expect(truth(90, ...events).stages.get('mix')).toMatchObject({ came: 1 });
  });

  test('refuse what does not happen in this kitchen', () => {
    const cancelled = event('a', 2, 1, { type: 'OrderCancelled' });
    expect(() => truth(2, placed('a', 0), cancelled)).toThrow('nobody does that here');
  });
});

test('an order has those ahead that came to its stage before it and are still there', () => {
  const events = [placed('a', 0), placed('b', 1), placed('c', 2), placed('d', 3), mixed('a', 5)];
  const orders = ordersAt(events, plan, began + 10_000);
  expect(['a', 'b', 'c', 'd'].map((id) => aheadOf(orders, id))).toEqual([0, 0, 1, 2]);
});
