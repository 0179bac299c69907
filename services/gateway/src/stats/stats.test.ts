import type { Order } from '@cupcakery/workflow/order';
import { describe, expect, test } from 'vitest';
import { teaOrder, teaWorkflow } from '../testing/tea.ts';
import { backlogOf } from './backlog.ts';
import { floorOf } from './floor.ts';
import { createStageRates } from './rates.ts';
import { recentSecondsOf } from './recent.ts';
import { recentlyDone } from './recently-done.ts';

const now = Date.parse('2026-11-21T12:00:00.000Z');
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();
const workflow = teaWorkflow({ boil: ', target: 100s, expected: 30s', pour: '' });
const unknown = { of: () => undefined };
let made = 0;
function order(fields: Partial<Order>): Order {
  made += 1;
  return teaOrder({ id: `o-${made}`, placedAt: ago(600), promisedAt: ago(-600), ...fields });
}

describe('rates', () => {
  const at = (stage: string, stageStatus: Order['stageStatus'] = 'waiting') => order({ stage, stageStatus });
  const change = (before: Order | undefined | 'unknown', after: Order | null, secondsAgo: number) => ({
    before,
    after,
    timestamp: now - secondsAgo * 1000,
  });

  test('count what came to a stage and left it within the last minute', () => {
    const rates = createStageRates(0);
    for (let i = 0; i < 30; i += 1) rates.see(change(undefined, at('boil'), i));
    for (let i = 0; i < 6; i += 1) rates.see(change(at('boil', 'started'), at('pour'), i));
    rates.see(change(undefined, at('boil'), 61));
    expect(rates.of('boil', now)).toEqual({ inRate: 0.5, outRate: 0.1 });
    expect(rates.of('pour', now)).toEqual({ inRate: 0.1, outRate: 0 });
    expect(rates.of('boil', now + 120_000)).toEqual({ inRate: 0, outRate: 0 });
  });

  test('a claim takes a ticket out, a start and an unknown past change nothing', () => {
    const rates = createStageRates(0);
    rates.see(change(at('boil'), at('boil', 'started'), 1));
    rates.see(change('unknown', at('boil'), 1));
    expect(rates.of('boil', now)).toEqual({ inRate: 0, outRate: 0 });
    rates.see(change(at('boil'), at('boil', 'claimed'), 1));
    rates.see(change(at('boil', 'claimed'), order({ status: 'cancelled', stageStatus: 'done' }), 1));
    expect(rates.of('boil', now)).toEqual({ inRate: 0, outRate: 1 / 60 });
  });

  test('are unknown until everything of a minute has been seen', () => {
    const rates = createStageRates(now - 59_000);
    expect(rates.of('boil', now)).toBeUndefined();
    expect(rates.of('boil', now + 1000)).toEqual({ inRate: 0, outRate: 0 });
  });
});

describe('the backlog', () => {
  const open = [
    order({ stages: [{ name: 'boil', readyAt: ago(20) }] }),
    order({ stages: [{ name: 'boil', readyAt: ago(50) }] }),
    order({ stageStatus: 'started', stages: [{ name: 'boil', readyAt: ago(99) }] }),
    order({ stageStatus: 'claimed', claimedBy: 'ann' }),
    order({ status: 'incident' }),
    order({ stage: 'fry' }),
  ];

  test('holds what waits and is in work; claimed tickets and stopped orders are not in the lag', () => {
    const { stages, source, at } = backlogOf(workflow, open, unknown, now);
    expect([source, at]).toEqual(['WORKERS', ago(0)]);
    expect(stages).toMatchObject([
      {
        stage: 'boil',
        lag: 3,
        waiting: 2,
        working: 1,
        claimed: 1,
        oldestWaitingSince: ago(50),
        inRate: null,
      },
      { stage: 'pour', lag: 0, waiting: 0, oldestWaitingSince: null, replicas: null, reason: null },
    ]);
  });

  test.each([
    [{ inRate: 1, outRate: 2.5 }, 2],
    [{ inRate: 1, outRate: 1 }, null],
    [{ inRate: 2, outRate: 1 }, null],
    [undefined, null],
  ])('with rates %j the lag of 3 is gone in %s s', (rates, seconds) => {
    const [boil, pour] = backlogOf(workflow, open, { of: () => rates }, now).stages;
    expect([boil?.drainSeconds, pour?.drainSeconds]).toEqual([seconds, 0]);
  });
});

describe('the floor', () => {
  const floor = (orders: Order[], { minutes = 60, evicted = 0 } = {}) =>
    floorOf(workflow, { values: () => orders, evicted }, now - minutes * 60_000, now);
  const done = (fields: Partial<Order> = {}) =>
    order({ status: 'finished', stageStatus: 'done', placedAt: ago(100), updatedAt: ago(40), ...fields });

  test('of nothing has no averages', () => {
    expect(floor([])).toMatchObject({
      complete: true,
      placed: 0,
      promiseKept: null,
      averageOrderSeconds: null,
      stages: [{ stage: 'boil', completed: 0, averageWaitingSeconds: null }, { stage: 'pour' }],
    });
  });

  test('counts what ended in its time, and by the promise', () => {
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

  test('tells late orders, those that will be, and those that stopped, apart', () => {
    const orders = [
      order({ promisedAt: ago(1) }),
      order({ promisedAt: ago(-20) }),
      order({ promisedAt: ago(-40) }),
      order({ status: 'incident', promisedAt: ago(1) }),
    ];
    expect(floor(orders)).toMatchObject({ inProgress: 3, late: 1, atRisk: 1, openIncidents: 1 });
  });

  test('sorts the tickets of a stage by age against its target', () => {
    const aged = (seconds: number) => order({ stages: [{ name: 'boil', readyAt: ago(seconds) }] });
    const [boil] = floor([aged(74), aged(75), aged(99), aged(100), aged(149), aged(150)]).stages;
    expect(boil).toMatchObject({ inProgress: 6, warn: 2, late: 2, critical: 1 });
    const pour = order({ stage: 'pour', stages: [{ name: 'pour', readyAt: ago(9999) }] });
    expect(floor([pour]).stages[1]).toMatchObject({ inProgress: 1, warn: 0, late: 0, critical: 0 });
  });

  test('waiting is arrival to start, working is start to end, of stages done in its time', () => {
    const passed = (readyAt: number, startedAt: number, completedAt: number) =>
      order({
        stage: 'pour',
        stages: [
          { name: 'boil', readyAt: ago(readyAt), startedAt: ago(startedAt), completedAt: ago(completedAt) },
        ],
      });
    const [boil] = floor([passed(100, 90, 60), passed(100, 70, 60), passed(9000, 8000, 7000)]).stages;
    expect(boil).toMatchObject({ completed: 2, averageWaitingSeconds: 20, averageWorkingSeconds: 20 });
  });

  test('a recall counts while the stage is done again, and once it was', () => {
    const recalled = (completedAt?: number) =>
      order({
        stages: [{ name: 'boil', recalled: true, ...(completedAt ? { completedAt: ago(completedAt) } : {}) }],
      });
    expect(floor([recalled(), recalled(60), recalled(7200)]).recalls).toBe(2);
  });

  test('is not complete where orders of its time have left the view', () => {
    const left = (oldest: number) => floor([done({ updatedAt: ago(oldest) })], { evicted: 1 }).complete;
    // The oldest leave first, but only to the minute.
    expect([left(3661), left(3659), left(30)]).toEqual([true, false, false]);
    expect(floor([], { evicted: 1 }).complete).toBe(false);
    const short = { ...workflow, archiveAfter: 60 };
    expect(floorOf(short, { values: () => [], evicted: 0 }, now - 120_000, now).complete).toBe(false);
  });
});

describe('what a stage took lately', () => {
  const took = (seconds: number, doneAgo = 10) =>
    order({
      updatedAt: ago(doneAgo),
      stages: [{ name: 'boil', readyAt: ago(doneAgo + seconds), completedAt: ago(doneAgo) }],
    });

  test('is the 25th and the 90th per cent of the last hour', () => {
    const orders = Array.from({ length: 10 }, (_, i) => took(i + 1));
    expect(recentSecondsOf([...orders, took(500, 3700)], now)).toEqual(
      new Map([['boil', { from: 3, to: 9 }]]),
    );
  });

  test('is unknown of fewer than five', () => {
    expect(
      recentSecondsOf(
        [1, 2, 3, 4].map((s) => took(s)),
        now,
      ).size,
    ).toBe(0);
  });
});

test('what left a stage last comes first', () => {
  const orders = [3, 1, 2, 5].map((n) =>
    order({ id: `d-${n}`, stages: [{ name: 'boil', completedAt: ago(n) }] }),
  );
  expect(recentlyDone([...orders, order({})], 'boil', 3).map((o) => o.id)).toEqual(['d-1', 'd-2', 'd-3']);
});
