import type { OrderEvent } from '@cupcakery/workflow/contracts/event';
import type { OrderState } from '@cupcakery/workflow/contracts/order-state';
import { readSnapshot, type Snapshot, snapshotJson } from '@cupcakery/workflow/contracts/snapshot';
import { evolve } from '@cupcakery/workflow/decider/evolve';
import { describe, expect, it, test } from 'vitest';
import { OrdersAt } from './orders-at.ts';
import { Verification } from './verification.ts';

const at = (minute: number) => `2026-03-02T10:0${minute}:00.000Z`;
const history = (orderId: string): OrderEvent[] => [
  {
    ...{ type: 'OrderPlaced', orderId, version: 1, at: at(0), by: 'customer', workflow: 'tea' },
    ...{ route: ['brew', 'serve'], details: { kind: 'green' }, promisedAt: at(9), keyHash: 'k' },
    answer: { id: 'place', hash: 'h' },
  },
  { type: 'StageStarted', orderId, version: 2, at: at(1), by: 'worker', stage: 'brew' },
  { type: 'StageCompleted', orderId, version: 3, at: at(2), by: 'worker', stage: 'brew', next: 'serve' },
  {
    type: 'OrderCancelled',
    orderId,
    version: 4,
    at: at(3),
    by: 'customer',
    answer: { id: 'cancel', hash: 'c' },
  },
];

function snapshotOf(events: readonly OrderEvent[]): Snapshot {
  const state = events.reduce<OrderState | undefined>(evolve, undefined);
  if (!state) throw new Error('no events');
  return readSnapshot(snapshotJson(JSON.stringify(state.order), 'null', state));
}

function verify(snapshots: readonly Snapshot[], events: readonly Parameters<Verification['event']>[0][]) {
  const verification = new Verification(new Map(snapshots.map((one) => [one.id, one])));
  for (const event of events) verification.event(event);
  verification.end();
  const { equal, skipped, differences } = verification;
  return { equal, skipped, differences: differences.map(({ orderId, what }) => `${orderId}: ${what}`) };
}

const [a, b] = [history('a'), history('b')];

describe('a history', () => {
  it.each([1, 2, 3, 4])('leads to its snapshot, also when it has gone on since (version %i)', (version) => {
    const interleaved = a.flatMap((event, n) => [event, ...b.slice(n, n + 1)]);
    expect(verify([snapshotOf(a.slice(0, version)), snapshotOf(b)], interleaved)).toEqual({
      equal: 2,
      skipped: 0,
      differences: [],
    });
  });

  it('needs no snapshot: that of an archived order is gone', () => {
    expect(verify([], a)).toEqual({ equal: 0, skipped: 0, differences: [] });
  });

  it('of a newer release is counted, and not judged', () => {
    const future = {
      type: 'Future',
      name: 'OrderSung',
      orderId: 'a',
      version: 4,
      at: at(3),
      by: 'x',
    } as const;
    expect(verify([{ ...snapshotOf(a.slice(0, 3)), version: 4 }], [...a.slice(0, 3), future])).toEqual({
      equal: 0,
      skipped: 1,
      differences: [],
    });
  });
});

describe('a difference', () => {
  const snapshot = snapshotOf(a);

  it.each<[string, Snapshot[], OrderEvent[], string]>([
    ['a field', [{ ...snapshot, status: 'finished' }], a, 'a: version 4 differs in status'],
    [
      'an answer that is not remembered',
      [{ ...snapshot, memory: { ...snapshot.memory, recent: [] } }],
      a,
      'a: version 4 differs in memory',
    ],
    [
      'details and a stage',
      [{ ...snapshot, details: { kind: 'black' }, stages: [] }],
      a,
      'a: version 4 differs in details, stages',
    ],
    [
      'an event that is missing',
      [snapshot],
      a.filter(({ version }) => version !== 2),
      'a: version 2 is missing',
    ],
    ['an event that comes twice', [snapshot], [...a.slice(0, 2), ...a.slice(1)], 'a: version 2 comes twice'],
    [
      'events that are lost at the end',
      [snapshot],
      a.slice(0, 2),
      'a: its history ends at version 2, its snapshot has 4',
    ],
    ['no history', [snapshot], [], 'a: has a snapshot and no history'],
  ])('in %s is found, once', (_name, snapshots, events, difference) => {
    expect(verify([...snapshots, snapshotOf(b)], [...events, ...b])).toEqual({
      equal: 1,
      skipped: 0,
      differences: [difference],
    });
  });
});

test.each([
  [-1, []],
  [0, ['open at brew']],
  [2, ['open at serve']],
  [9, ['cancelled at serve']],
])('the orders at minute %i are those of then', (minute, expected) => {
  const past = new OrdersAt(Date.parse(at(0)) + minute * 60_000);
  for (const event of a) past.event(event);
  expect([...past.orders.values()].map(({ status, stage }) => `${status} at ${stage}`)).toEqual(expected);
});
