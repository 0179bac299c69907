import { expect, test } from 'vitest';
import type { Order, Workflow } from '../../lib/orders/order.ts';
import { expoStages, isReady, marksOf } from './expo-order.ts';

const names = ['mix', 'bake', 'pack', 'ship'];
const order = (stage: string, more: Partial<Order> = {}): Order =>
  ({
    status: 'OPEN',
    stage,
    stageStatus: 'WAITING',
    stages: names.map((name) =>
      names.indexOf(name) < names.indexOf(stage) ? { name, completedAt: 'then' } : { name },
    ),
    ...more,
  }) as Order;
const states = (one: Order) => marksOf(one).map(({ state }) => state);

test('each stage is waiting, active or done, or stopped', () => {
  expect(states(order('bake'))).toEqual(['done', 'waiting', 'waiting', 'waiting']);
  expect(states(order('bake', { stageStatus: 'CLAIMED' }))[1]).toBe('active');
  expect(states(order('bake', { status: 'INCIDENT' }))[1]).toBe('stopped');
});

test('an order is ready when only handing it over is left', () => {
  expect(names.map((name) => isReady(order(name)))).toEqual([false, false, false, true]);
  expect(isReady(order('ship', { status: 'INCIDENT' }))).toBe(false);
});

test('the last two stages are worked on here, by those who have their role', () => {
  const stages = [...names, 'old'].map((name) => ({ name, role: `${name}er`, retired: name === 'old' }));
  const named = (...roles: string[]) => expoStages({ stages } as Workflow, { roles }).map(({ name }) => name);
  expect(named('admin')).toEqual(['pack', 'ship']);
  expect(named('shiper', 'baker')).toEqual(['ship']);
  expect(named('baker')).toEqual([]);
});
