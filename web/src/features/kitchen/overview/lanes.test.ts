import { expect, test } from 'vitest';
import type { Order, Workflow } from '../../../lib/orders/order.ts';
import { lanesOf } from './lanes.ts';

const order = (id: string, stage: string, readyAt: string): Order =>
  ({ id, stage, updatedAt: readyAt, stages: [{ name: stage, readyAt }] }) as Order;
const workflow = {
  stages: [
    { name: 'mix', retired: false },
    { name: 'chill', retired: true },
    { name: 'bake', retired: false },
  ],
} as Workflow;
const shown = (...orders: Order[]) =>
  lanesOf(workflow, orders).map(({ name, orders }) => `${name}: ${orders.map(({ id }) => id).join(' ')}`);

test('every stage has a lane in the order of the workflow, oldest order first', () => {
  const [a, b, c] = ['2026-01-01T00:00:02Z', '2026-01-01T00:00:01Z', '2026-01-01T00:00:01Z'];
  expect(shown(order('a', 'bake', a), order('c', 'bake', c), order('b', 'bake', b))).toEqual([
    'mix: ',
    'bake: b c a',
  ]);
});

test('a retired stage shows while orders are on it, and so does one that only orders know', () => {
  const at = '2026-01-01T00:00:00Z';
  expect(shown(order('a', 'chill', at), order('b', 'glaze', at))).toEqual([
    'mix: ',
    'chill: a',
    'bake: ',
    'glaze: b',
  ]);
});
