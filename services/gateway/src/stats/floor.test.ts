import type { Order } from '@cupcakery/workflow/contracts/order';
import type { PaceOf } from '@cupcakery/workflow/views/estimate';
import { describe, expect, test } from 'vitest';
import { teaWorkflow } from '../testing/tea.ts';
import { ago, now, orderThen } from '../testing/tea-then.ts';
import { createFloorCount } from './floor.ts';

const workflow = teaWorkflow({ boil: ', target: 100s, expected: 30s', pour: '' });

const nothing = () => undefined;

describe('the floor', () => {
  const floor = (
    orders: Order[],
    { minutes = 60, evicted = 0, of = workflow, paceOf = nothing as PaceOf } = {},
  ) => {
    const count = createFloorCount(of, now - minutes * 60_000, now, paceOf);
    for (const order of orders) count.add(order);
    return count.result(evicted);
  };
  const done = (fields: Partial<Order> = {}) =>
    orderThen({ status: 'finished', stageStatus: 'done', placedAt: ago(100), updatedAt: ago(40), ...fields });

  test('has no averages without orders', () => {
    expect(floor([])).toMatchObject({
      complete: true,
      placed: 0,
      promiseKept: null,
      averageOrderSeconds: null,
      stages: [{ stage: 'boil', completed: 0, averageWaitingSeconds: null }, { stage: 'pour' }],
    });
  });

  test('counts what ended within its time, and what kept the promise', () => {
    const orders = [
      done(),
      done({ placedAt: ago(80), promisedAt: ago(50) }),
      done({ placedAt: ago(9000), updatedAt: ago(7200) }),
      done({ status: 'cancelled' }),
      done({ status: 'scrapped' }),
    ];
    expect(floor(orders)).toMatchObject({
      placed: 4,
      finished: 2,
      cancelled: 1,
      scrapped: 1,
      promiseKept: 0.5,
      averageOrderSeconds: 50,
      inProgress: 0,
    });
  });

  test('counts late orders, orders at risk and stopped orders separately', () => {
    const orders = [
      orderThen({ promisedAt: ago(1) }),
      orderThen({ promisedAt: ago(-20) }),
      orderThen({ promisedAt: ago(-40) }),
      orderThen({ status: 'incident', promisedAt: ago(1) }),
    ];
    expect(floor(orders)).toMatchObject({ inProgress: 3, late: 1, atRisk: 1, openIncidents: 1 });
  });

  test('counts promises that open and stopped orders broke, before they end', () => {
    const orders = [
      done(),
      orderThen({ promisedAt: ago(1) }),
      orderThen({ status: 'incident', promisedAt: ago(1) }),
    ];
    expect(floor([...orders, orderThen({})]).promiseKept).toBe(1 / 3);
    expect(floor([orderThen({ promisedAt: ago(1) })]).promiseKept).toBe(0);
  });

  test('takes what waits for long into the averages', () => {
    const waiting = orderThen({ placedAt: ago(900), stages: [{ name: 'boil', readyAt: ago(900) }] });
    const { averageOrderSeconds, stages } = floor([done(), waiting]);
    expect(averageOrderSeconds).toBe((60 + 900) / 2);
    expect(stages[0]?.averageWaitingSeconds).toBe(900);
  });

  test('counts orders at risk by the queue before them, and where a stage stands', () => {
    const queue = Array.from({ length: 100 }, (_, i) => now - (1000 - i) * 1000);
    const work = { from: 10, to: 20 };
    const pace = { queue, waiting: 98, outRate: 1 / 6, stalledSince: undefined, work };
    const of = (promisedIn: number) => [
      orderThen({ stages: [{ name: 'boil', readyAt: ago(1) }], promisedAt: ago(-promisedIn) }),
    ];
    const queued: PaceOf = (stage) => (stage === 'boil' ? pace : { ...pace, queue: [], waiting: 0 });
    expect(floor(of(600), { paceOf: queued }).atRisk).toBe(1);
    expect(floor(of(700), { paceOf: queued }).atRisk).toBe(0);
    const stands: PaceOf = (stage) =>
      stage === 'boil' ? { ...pace, stalledSince: now - 300_000 } : { ...pace, queue: [], waiting: 0 };
    expect(floor(of(700), { paceOf: stands }).atRisk).toBe(1);
  });

  test('sorts the tickets of a stage by age against its target', () => {
    const aged = (seconds: number) => orderThen({ stages: [{ name: 'boil', readyAt: ago(seconds) }] });
    const [boil] = floor([aged(74), aged(75), aged(99), aged(100), aged(149), aged(150)]).stages;
    expect(boil).toMatchObject({ inProgress: 6, warn: 2, late: 2, critical: 1 });
    const pour = orderThen({ stage: 'pour', stages: [{ name: 'pour', readyAt: ago(9999) }] });
    expect(floor([pour]).stages[1]).toMatchObject({ inProgress: 1, warn: 0, late: 0, critical: 0 });
  });

  test('waiting lasts from arrival to start, working from start to end, of stages completed within its time', () => {
    const passed = (readyAt: number, startedAt: number, completedAt: number) =>
      orderThen({
        stage: 'pour',
        stages: [
          { name: 'boil', readyAt: ago(readyAt), startedAt: ago(startedAt), completedAt: ago(completedAt) },
        ],
      });
    const [boil] = floor([passed(100, 90, 60), passed(100, 70, 60), passed(9000, 8000, 7000)]).stages;
    expect(boil).toMatchObject({ completed: 2, averageWaitingSeconds: 20, averageWorkingSeconds: 20 });
  });

  test('a recall counts while the stage is being done again, and afterwards by the time of its completion', () => {
    const recalled = (completedAt?: number) =>
      orderThen({
        stages: [{ name: 'boil', recalled: true, ...(completedAt ? { completedAt: ago(completedAt) } : {}) }],
      });
    expect(floor([recalled(), recalled(60), recalled(7200)]).recalls).toBe(2);
  });

  test('is not complete when orders of its time have left the view', () => {
    const left = (oldest: number) => floor([done({ updatedAt: ago(oldest) })], { evicted: 1 }).complete;
    // The oldest leave first, but only to the minute.
    expect([left(3661), left(3659), left(30)]).toEqual([true, false, false]);
    expect(floor([], { evicted: 1 }).complete).toBe(false);
    expect(floor([], { minutes: 2, of: { ...workflow, archiveAfter: 60 } }).complete).toBe(false);
  });
});
