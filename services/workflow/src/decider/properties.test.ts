import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isHiddenFrom } from '../access/visibility.ts';
import { type Command, commandSchema } from '../contracts/command.ts';
import { eventSchema } from '../contracts/event.ts';
import { isClosed } from '../contracts/order.ts';
import type { OrderState } from '../contracts/order-state.ts';
import { readEvent, readTicket } from '../contracts/records.ts';
import { readState } from '../contracts/snapshot.ts';
import { cakes, timeAt } from '../testing/decider-spec.ts';
import { commandFor, step } from '../testing/history-spec.ts';
import { recordsOf } from './effects.ts';
import { evolve } from './evolve.ts';
import { handle } from './handle.ts';

/** An answer that a repeat must get too; `kept` once an event has carried it. */
type Answered = { id: string; code: string | undefined; kept: boolean };
type Given = { command: Command; code: string | undefined };
type World = {
  state: OrderState | undefined;
  /** What Kafka would hold, as text. */
  events: string[];
  snapshot: string | undefined;
  tickets: number[];
  sent: Given[];
  /** The answers that must be kept, by the law and not by the code under test. */
  answered: Answered[];
};

/** Decides one command, stores what Kafka would hold, and checks the laws about a single step. */
function run(world: World, command: Command, now: string): string | undefined {
  const before = world.state;
  const read = commandSchema.parse(JSON.parse(JSON.stringify(command)));
  const outcome = handle(cakes, before, read, now);
  for (const { event, state } of outcome.steps) {
    expect(event.version, 'versions rise by one').toBe(world.events.length + 1);
    world.events.push(JSON.stringify(event));
    expect(state.order.version).toBe(event.version);
  }
  if (before && isClosed(before.order)) expect(outcome.steps, 'a closed order never moves').toEqual([]);
  for (const record of recordsOf(cakes, before?.order, read, outcome, now)) {
    if (record.topic === 'cakes.orders') world.snapshot = record.value ?? undefined;
    if (record.event.type === 'cupcakery.Ticket') {
      world.tickets.push(visitOf(record.value));
    }
  }
  world.state = outcome.state;
  recordAnswer(world, command, outcome.refusal?.code, outcome.steps.length > 0);
  return outcome.refusal?.code;
}

/** Answers to people and to an adopted record are kept; answers to strangers and KEY_REUSED are not. */
function recordAnswer(world: World, command: Command, code: string | undefined, changed: boolean): void {
  const person = command.by.kind !== 'worker' || (command.type === 'place' && changed);
  const stranger = !world.state || isHiddenFrom(cakes, world.state.order, command);
  const known = world.answered.some((a) => a.id === command.id);
  if (person && !stranger && code !== 'KEY_REUSED' && !known) {
    world.answered.push({ id: command.id, code, kept: false });
  }
  if (changed) for (const answer of world.answered) answer.kept = true;
}

function visitOf(value: string | null): number {
  return readTicket(value).visit;
}

/** A repeated command: a person gets the first answer while it is kept; a worker changes nothing. */
function repeat(world: World, first: Given, now: string): void {
  const { command, code } = first;
  const stranger = !world.state || isHiddenFrom(cakes, world.state.order, command);
  const logged = world.answered.slice(-16).find((a) => a.id === command.id);
  const count = world.events.length;
  const again = run(world, command, now);
  if (command.by.kind === 'worker') {
    // What was refused before may be possible by now, and then it is no repeat.
    if (code === undefined) expect(world.events, `${command.type} repeated by a worker`).toHaveLength(count);
  } else if (logged && !stranger) {
    expect(again, `${command.type} repeated`).toBe(logged.code);
    expect(world.events).toHaveLength(count);
  }
}

/** Only Kafka is left, with the last snapshot. The last 16 answers that an event carried are still known. */
function crash(world: World): void {
  const folded = world.events.reduce<OrderState | undefined>(
    (s, e) => evolve(s, eventSchema.parse(JSON.parse(e))),
    undefined,
  );
  const restored = world.snapshot === undefined ? undefined : readState(world.snapshot);
  expect(restored, 'the events fold to the snapshot').toEqual(folded);
  expect(world.state && { ...world.state, pendingAnswers: [] }, 'and to the state in memory').toEqual(folded);
  world.state = restored;
  world.answered = world.answered.filter((a) => a.kept);
}

/** The laws of a whole history. */
function check(world: World): void {
  crash(world);
  const { state, tickets } = world;
  if (!state) return;
  expect(tickets, 'one ticket per visit, visits rise by one').toEqual(tickets.map((_, i) => i + 1));
  expect(tickets).toHaveLength(state.order.visit);
  if (state.order.status !== 'finished') return;
  const passed: string[] = [];
  for (const event of world.events.map((e) => readEvent(e))) {
    if (event.type === 'StageCompleted') passed.push(event.stage);
    const again =
      event.type === 'StageRecalled' || (event.type === 'OrderRedriven' && event.action === 'rework');
    if (again) passed.splice(state.order.route.indexOf(event.stage));
  }
  expect(passed, 'a finished order passed its route once, in order').toEqual(state.order.route);
  for (const s of state.order.stages) {
    expect([s.readyAt, s.startedAt, s.completedAt].every((t) => t !== undefined)).toBe(true);
    expect((s.readyAt ?? '') <= (s.startedAt ?? '') && (s.startedAt ?? '') <= (s.completedAt ?? '')).toBe(
      true,
    );
  }
}

const seed = 20_260_101;
const seen = new Map<string, number>();

test('any history of commands, repeats and crashes keeps the laws', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 80, size: 'max' }), (steps) => {
      const worlds = [0, 1, 2].map(
        (): World => ({
          state: undefined,
          events: [],
          snapshot: undefined,
          tickets: [],
          sent: [],
          answered: [],
        }),
      );
      let clock = 0;
      for (const [i, s] of steps.entries()) {
        clock += s.later;
        const world = worlds[s.order];
        if (!world) continue;
        const first = world.sent[s.which % Math.max(1, world.sent.length)];
        if (s.kind === 'crash') crash(world);
        else if (s.kind === 'repeat' && first) repeat(world, first, timeAt(clock));
        else {
          const command = commandFor(s, world.state?.order, `cmd-${i}`, `order${s.order}-1`);
          world.sent.push({ command, code: run(world, command, timeAt(clock)) });
        }
      }
      for (const world of worlds) {
        check(world);
        const status = world.state?.order.status ?? 'none';
        seen.set(status, (seen.get(status) ?? 0) + 1);
        for (const e of world.events) seen.set(readEvent(e).type, (seen.get(readEvent(e).type) ?? 0) + 1);
      }
    }),
    { seed, numRuns: 500 },
  );
}, 30_000);

test('the histories above reach every event and every status', () => {
  const wanted = ['finished', 'cancelled', 'scrapped', 'incident', 'StageRecalled', 'OrderRedriven'];
  wanted.push(
    'OrderMarked',
    'StageReleased',
    'StageRequeued',
    'StageClaimed',
    'StageStarted',
    'OrderFinished',
  );
  expect(wanted.filter((w) => (seen.get(w) ?? 0) < 10)).toEqual([]);
});
