import { type Actor, type Command, type CommandType, commandSchema } from '../contracts/command.ts';
import type { Order } from '../contracts/order.ts';
import type { OrderState } from '../contracts/order-state.ts';
import type { OutRecord } from '../contracts/records.ts';
import { recordsOf } from '../decider/effects.ts';
import { handle, type Outcome } from '../decider/handle.ts';
import { parseWorkflow, type Workflow } from '../file/workflow-file.ts';

/** Given/when/then for the decider's tests: commands in, one line per answer out. */

const file = `
name: cakes
title: Cakes
promise: 10m
partitions: 4
recallFor: 60s
details: { type: object, required: [flavour], properties: { flavour: { type: string }, notes: { type: string } } }
stages:
  - { name: mix, done: mixed, verb: mix, topic: tomix, role: mixer, mode: timer, takes: 2s, cancellable: true }
  - { name: bake, done: baked, verb: bake, topic: tobake, role: baker, mode: timer, takes: 5s }
  - { name: taste, done: tasted, verb: taste, topic: totaste, role: taster, mode: manual, outcomes: [approve, reject] }
results: { topic: donecakes }
`;

export const cakes: Workflow = parseWorkflow(file, 'cakes.yaml');
/** The same workflow after a stage was removed from its file. */
export const without = (stage: string): Workflow => ({
  ...cakes,
  stages: cakes.stages.filter((s) => s.name !== stage),
});
export const retiring = (stage: string): Workflow => ({
  ...cakes,
  stages: cakes.stages.map((s) => (s.name === stage ? { ...s, retired: true } : s)),
});

export const ann: Actor = { kind: 'cook', name: 'ann' };
export const bob: Actor = { kind: 'cook', name: 'bob' };
export const boss: Actor = { kind: 'manager', name: 'boss' };
export const worker: Actor = { kind: 'worker', name: 'pod-1' };
export const carl: Actor = { kind: 'customer', name: 'carl' };
export const dora: Actor = { kind: 'customer', name: 'dora' };

export const orderId = 'c0ffee-1';
let commands = 0;

/** A command on the order, with a fresh id unless the fields name one. */
export function command(type: CommandType, by: Actor, fields: Record<string, unknown> = {}): Command {
  commands += 1;
  const needed = { place: { details: { flavour: 'Lemon' } }, fail: { reason: 'burnt' } };
  const more = type === 'place' || type === 'fail' ? needed[type] : {};
  return commandSchema.parse({ id: `cmd-${commands}`, orderId, by, ...more, ...fields, type });
}

/** RFC 3339 time, `seconds` after the start of every test. */
export function timeAt(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
}

export type Answer = { outcome: Outcome; records: OutRecord[]; summary: string; order: Order };
type Given = {
  state: OrderState | undefined;
  /** The command's answer, `seconds` after the start; all given commands came at 0. */
  when(command: Command, seconds?: number): Answer;
};

/** The state after these commands. Throws if one is refused: then the test's premise is wrong. */
export function given(commands: readonly Command[], workflow: Workflow = cakes): Given {
  let state: OrderState | undefined;
  for (const c of commands) {
    const outcome = handle(workflow, state, c, timeAt(0));
    if (outcome.refusal) throw new Error(`given ${c.type}: ${outcome.refusal.code}`);
    state = outcome.state;
  }
  return from(state, workflow);
}

/** Like `given`, from an existing state, perhaps with another version of the workflow. */
export function from(state: OrderState | undefined, workflow: Workflow = cakes): Given {
  return {
    state,
    when(c, seconds = 1) {
      const outcome = handle(workflow, state, c, timeAt(seconds));
      const records = recordsOf(workflow, state?.order, c, outcome, timeAt(seconds));
      return {
        outcome,
        records,
        summary: summarize(outcome, records),
        get order() {
          if (!outcome.state) throw new Error('there is no order');
          return outcome.state.order;
        },
      };
    },
  };
}

/** In the notation of the README's table: events, then ticket, withdrawal, incident, result; or a code; or `-`. */
function summarize(outcome: Outcome, records: OutRecord[]): string {
  const events = outcome.steps.map((s) => s.event.type);
  const follows = records
    .map((r) => r.event.type.replace('cupcakery.', ''))
    .filter((kind) => /^(Ticket|Withdrawal|Incident|IncidentResolved|Result)$/.test(kind))
    .map((kind) => kind.toLowerCase());
  const parts = [...(outcome.refusal ? [outcome.refusal.code] : []), ...events, ...follows];
  return parts.join(', ') || '-';
}
