import type { Order } from '@cupcakery/workflow/contracts/order';
import { readSnapshot, type Snapshot } from '@cupcakery/workflow/contracts/snapshot';
import { createOrderView } from '@cupcakery/workflow/views/view';
import { describe, expect, test } from 'vitest';
import type { Change } from '../log/change.ts';
import { teaOrder } from '../testing/tea.ts';
import { listIncidents } from './open-incidents.ts';
import { createRecordIncidents } from './record-incidents.ts';
import { trackStoppedOrders } from './stopped-orders.ts';

const incident = (minute: number, more = {}) => ({
  workflow: 'tea',
  reason: 'not JSON',
  by: 'boil-0',
  at: `2026-11-21T12:0${minute}:00.000Z`,
  ...more,
});
const record = (key: string | null, value: unknown) => ({
  key,
  value: value === null ? null : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
});
const stopped = (id: string, minute: number): Order =>
  teaOrder({
    id,
    status: 'incident',
    incident: { reason: 'cold', by: 'ann', at: `2026-11-21T12:0${minute}:00.000Z` },
  });

describe('record incidents', () => {
  function create(max = 10) {
    const reported: string[] = [];
    const incidents = createRecordIncidents({
      max,
      onUnreadable: (key) => reported.push(`unreadable ${key}`),
      onLeftOut: (key) => reported.push(`left out ${key}`),
    });
    return { incidents, reported, keys: () => [...incidents.values()].map((i) => i.key) };
  }

  test('stay until their tombstone; those of orders are none', () => {
    const { incidents, keys } = create();
    incidents.receive([
      record('a/0/1', incident(1)),
      record('b/0/2', incident(2)),
      record('o-1', incident(3, { orderId: 'o-1' })),
      record(null, incident(4)),
      record('a/0/1', null),
      record('never/0/0', null),
    ]);
    expect(keys()).toEqual(['b/0/2']);
  });

  test('that cannot be read, or exceed the bound, are reported and left out', () => {
    const { incidents, reported, keys } = create(2);
    incidents.receive([record('x', '{'), ...['a', 'b', 'c', 'a'].map((key) => record(key, incident(1)))]);
    expect(keys()).toEqual(['a', 'b']);
    expect(reported).toEqual(['unreadable x', 'left out c']);
  });
});

test('orders that stopped are known from the view and from changes since', () => {
  const view = createOrderView({ archiveAfter: 60, maxOrders: 10 });
  const snapshotOf = (order: Order): Snapshot =>
    readSnapshot(
      JSON.stringify({
        ...order,
        event: {
          type: 'OrderScrapped',
          orderId: order.id,
          version: order.version,
          at: order.updatedAt,
          by: 'x',
        },
        memory: { recent: [] },
      }),
    );
  const apply = (order: Order) => view.apply(order.id, snapshotOf(order));
  apply(stopped('o-1', 1));
  apply(teaOrder({ id: 'o-2' }));
  let notify: (changes: readonly Change<Order>[]) => void = () => {};
  const watched = trackStoppedOrders({
    view,
    onChanges(listener) {
      notify = listener;
      return () => {};
    },
  });
  const ids = () => [...watched.values()].map((o) => o.id);
  const change = (id: string, after: Order | null): Change<Order> => {
    if (after) apply(after);
    return {
      partition: 0,
      offset: 0,
      timestamp: 0,
      id,
      before: undefined,
      after: after && snapshotOf(after),
      bytes: 0,
    };
  };
  expect(ids()).toEqual(['o-1']);
  notify([
    change('o-2', { ...stopped('o-2', 2), version: 2 }),
    change('o-1', teaOrder({ id: 'o-1', version: 2 })),
  ]);
  expect(ids()).toEqual(['o-2']);
  notify([change('o-2', null)]);
  expect([ids(), watched.size]).toEqual([[], 0]);
});

describe('what waits for a person', () => {
  const open = {
    orders: () => [stopped('o-1', 5), stopped('o-2', 1)],
    records: () => [{ key: 'a', incident: incident(3) }],
  };
  const named = (found: ReturnType<typeof listIncidents>) =>
    found.map((i) => (i.kind === 'order' ? i.order.id : i.key));

  test('is listed oldest first, at most so many', () => {
    expect(named(listIncidents(open, { isVisible: () => true, withRecords: true, first: 10 }))).toEqual([
      'o-2',
      'a',
      'o-1',
    ]);
    expect(named(listIncidents(open, { isVisible: () => true, withRecords: true, first: 2 }))).toEqual([
      'o-2',
      'a',
    ]);
  });

  test('contains no records for callers who may not discard them', () => {
    expect(named(listIncidents(open, { isVisible: () => true, withRecords: false, first: 10 }))).toEqual([
      'o-2',
      'o-1',
    ]);
  });
});
