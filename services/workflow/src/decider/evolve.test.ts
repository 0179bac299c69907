import { describe, expect, test } from 'vitest';
import type { Command } from '../contracts/command.ts';
import type { OrderEvent } from '../contracts/event.ts';
import type { OrderState } from '../contracts/order-state.ts';
import { ann, bob, boss, carl, command, from, timeAt, worker } from '../testing/decider-spec.ts';
import { evolve } from './evolve.ts';

/** The state after commands that came at 0, 10, 20 … seconds; all must have been accepted. */
function after(...commands: Command[]): OrderState {
  let state: OrderState | undefined;
  for (const [i, c] of commands.entries()) {
    const { outcome } = from(state).when(c, i * 10);
    if (outcome.refusal) throw new Error(`${c.type}: ${outcome.refusal.code}`);
    state = outcome.state;
  }
  if (!state) throw new Error('no order');
  return state;
}
const place = () => command('place', carl);
const mix = { stage: 'mix' };
const done = (stage: string) => command('complete', worker, { stage });
const firstStage = (state: OrderState) => state.order.stages[0];

describe('the clocks of a stage', () => {
  test('work began when it was started, even if a cook took over or another person completed it', () => {
    const started = [place(), command('start', worker, mix)];
    expect(firstStage(after(...started, command('claim', ann, mix)))).toEqual({
      name: 'mix',
      readyAt: timeAt(0),
      startedAt: timeAt(10),
      by: 'ann',
    });
    expect(firstStage(after(...started, command('complete', ann, mix)))).toEqual({
      name: 'mix',
      readyAt: timeAt(0),
      startedAt: timeAt(10),
      by: 'ann',
      completedAt: timeAt(20),
    });
  });

  test('a takeover by a manager keeps the start', () => {
    const taken = after(place(), command('claim', ann, mix), command('claim', boss, mix));
    expect(taken.order.claimedBy).toBe('boss');
    expect(firstStage(taken)).toMatchObject({ startedAt: timeAt(10), by: 'boss' });
  });

  test('a stage whose start was not announced began when it ended', () => {
    expect(firstStage(after(place(), done('mix')))).toMatchObject({
      startedAt: timeAt(10),
      completedAt: timeAt(10),
    });
  });

  test.each([
    ['release', [command('claim', ann, mix), command('release', ann, mix)]],
    ['requeue', [command('start', worker, mix), command('requeue', worker, mix)]],
  ] as const)('%s forgets who worked, keeps since when the order waits', (_type, steps) => {
    const { order } = after(place(), ...steps);
    expect(order).toMatchObject({ stageStatus: 'waiting', visit: 2 });
    expect(order.stages[0]).toEqual({ name: 'mix', readyAt: timeAt(0) });
    expect(order.claimedBy).toBeUndefined();
  });

  test('a recalled stage stays marked when its ticket is issued again', () => {
    const recalled = [place(), done('mix'), command('recall', ann, mix)];
    const requeued = after(...recalled, command('requeue', worker, mix));
    expect(firstStage(requeued)).toEqual({ name: 'mix', readyAt: timeAt(0), recalled: true });
  });
});

describe('marks', () => {
  const mark = (marks: Record<string, boolean>) => command('mark', ann, marks);
  const atTaste = [place(), done('mix'), done('bake')];

  test('are true or absent, and disappear when they are removed', () => {
    const marked = [...atTaste, mark({ rushed: true }), mark({ held: true })];
    expect(after(...marked).order).toMatchObject({ rushed: true, held: true });
    const cleared = after(...marked, mark({ rushed: false, held: false })).order;
    expect(Object.keys(cleared)).not.toContain('rushed');
    expect(Object.keys(cleared)).not.toContain('held');
  });

  test('held ends when the order is claimed, rushed stays to the end', () => {
    const marked = [...atTaste, mark({ rushed: true, held: true })];
    const claimed = after(...marked, command('claim', ann, { stage: 'taste' })).order;
    expect(claimed).toMatchObject({ rushed: true, stageStatus: 'claimed' });
    expect(claimed.held).toBeUndefined();
    const stopped = after(...marked, command('fail', ann, { stage: 'taste' })).order;
    expect(stopped.held).toBeUndefined();
    const finished = after(...marked, command('complete', ann, { stage: 'taste', outcome: 'approve' })).order;
    expect(finished).toMatchObject({ status: 'finished', rushed: true });
    expect(finished.held).toBeUndefined();
  });

  test('change neither visit nor ticket nor clock', () => {
    const { order } = after(place(), command('start', worker, mix), mark({ rushed: true }));
    expect(order).toMatchObject({ visit: 1, stageStatus: 'started', version: 3 });
    expect(order.stages[0]).toMatchObject({ readyAt: timeAt(0), startedAt: timeAt(10) });
  });
});

describe('attempts', () => {
  const requeue = (stage: string) => command('requeue', worker, { stage });
  test('count requeues, not releases, and restart at the next stage', () => {
    const twice = [place(), requeue('mix'), requeue('mix')];
    expect(after(...twice).order.attempts).toBe(3);
    const released = [command('claim', ann, mix), command('release', ann, mix)];
    expect(after(...twice, ...released).order.attempts).toBe(3);
    expect(after(...twice, done('mix')).order.attempts).toBe(1);
  });

  test('count requeues in a row by themselves, until anything else happens to the stage', () => {
    const twice = [place(), requeue('mix'), requeue('mix')];
    expect(after(...twice).order.requeues).toBe(2);
    const start = command('start', worker, mix);
    expect(after(...twice, start).order.requeues).toBe(2);
    const released = [command('claim', ann, mix), command('release', ann, mix)];
    for (const ending of [
      released,
      [done('mix')],
      [command('fail', worker, mix)],
      [command('cancel', ann)],
    ]) {
      expect(after(...twice, ...ending).order).not.toHaveProperty('requeues');
    }
  });

  test('restart after a recall and a rework', () => {
    const tried = [place(), done('mix'), requeue('bake')];
    expect(after(...tried, command('recall', ann, mix)).order.attempts).toBe(1);
    const fail = command('fail', worker, { stage: 'bake' });
    const rework = command('resolve', boss, { action: 'rework', stage: 'mix' });
    expect(after(...tried, fail, rework).order.attempts).toBe(1);
  });
});

describe('a claim ends', () => {
  const claim = command('claim', ann, mix);
  const toTaste = [place(), done('mix'), done('bake')];
  const taste = { stage: 'taste' };
  test.each([
    ['completion', [place(), claim, command('complete', ann, mix)]],
    [
      'the last completion',
      [...toTaste, command('claim', ann, taste), command('complete', ann, { ...taste, outcome: 'approve' })],
    ],
    ['failure', [place(), claim, command('fail', ann, mix)]],
    ['cancelling', [place(), claim, command('cancel', carl)]],
  ])('with %s', (_what, steps) => {
    expect(after(...steps).order).not.toHaveProperty('claimedBy');
  });

  test('and after the end nothing is waiting or at an incident', () => {
    const failed = [place(), command('fail', worker, mix)];
    const scrapped = after(...failed, command('resolve', boss, { action: 'scrap' }));
    const finished = after(...toTaste, command('complete', boss, { ...taste, outcome: 'reject' }));
    for (const { order } of [scrapped, finished, after(...failed, command('cancel', carl))]) {
      expect(order.stageStatus).toBe('done');
      expect(order).not.toHaveProperty('incident');
    }
  });
});

describe('the command log', () => {
  test('a command with two events is logged once, and the pending answers are carried once', () => {
    const toTaste = after(place(), done('mix'), done('bake'));
    const refused = from(toTaste).when(command('release', bob, { stage: 'taste' })).outcome.state;
    const last = command('complete', ann, { stage: 'taste', outcome: 'approve' });
    const { outcome } = from(refused).when(last);
    expect(outcome.steps.map((s) => s.event.refused?.length)).toEqual([1, undefined]);
    expect(outcome.state?.commandLog.recent.map((a) => a.code ?? 'ok')).toEqual(['ok', 'NOT_CLAIMED', 'ok']);
  });

  test('a refusal that is repeated is stored once', () => {
    const release = command('release', bob, mix);
    const once = from(after(place())).when(release).outcome.state;
    expect(from(once).when(release).outcome.state).toBe(once);
  });
});

test('folding changes no earlier state', () => {
  const before = after(place(), command('claim', ann, mix));
  const copy = structuredClone(before);
  for (const c of [command('complete', ann, mix), command('fail', ann, mix), command('release', ann, mix)]) {
    from(before).when(c);
  }
  expect(before).toEqual(copy);
});

test('an event of an order that was never placed is an error', () => {
  const event: OrderEvent = { type: 'OrderFinished', orderId: 'x-1', version: 7, at: timeAt(0), by: 'ann' };
  expect(() => evolve(undefined, event)).toThrow('OrderFinished x-1/7 without an OrderPlaced');
});
