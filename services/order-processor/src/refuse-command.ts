import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { cloudEventRecord } from '@cupcakery/kit/kafka/produce/cloud-event';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';
import type { OrderState } from '@cupcakery/workflow/contracts/order-state';
import type { AnyCommand, OutRecord } from '@cupcakery/workflow/contracts/records';
import type { Refusal } from '@cupcakery/workflow/contracts/refusal';
import { recordsOfControl } from '@cupcakery/workflow/decider/decide-control';
import { recordsOf } from '@cupcakery/workflow/decider/effects';
import { type Outcome, refuseDecided } from '@cupcakery/workflow/decider/handle';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { commandIncident } from './command-incident.ts';

/** One way to write that a command is refused. `state` is the order's new one, where it has one. */
export type RefusalRecords = {
  records: ProduceRecord[];
  state: OrderState | undefined;
  steps: Outcome['steps'];
};

/**
 * What to write for a command whose records are too large, the most telling first: the order stops at an incident (a
 * worker's command), the command's own incident with an answer to its caller, that incident alone.
 * @param command undefined when the record cannot be read
 * @param before the order's state
 */
export function refusalsOf(
  workflow: Workflow,
  record: KafkaRecord,
  { command, before }: { command: AnyCommand | undefined; before: OrderState | undefined },
  error: Error,
  now: Date,
): RefusalRecords[] {
  const time = now.toISOString();
  const incidents = [record, { ...record, key: null }].map((position) =>
    commandIncident(workflow.name, position, error, now),
  );
  const alone = incidents.map((incident) => ({ records: [incident], state: undefined, steps: [] }));
  if (!command) return alone;
  const refusal: Refusal = { code: 'INVALID', message: error.message };
  const write = (out: readonly OutRecord[]) => out.map((one) => cloudEventRecord(one, record.partition));
  const answered = (answer: readonly ProduceRecord[]) =>
    incidents.map((incident) => ({ records: [incident, ...answer], state: undefined, steps: [] }));
  if (command.type === 'control') {
    return [...answered(write(recordsOfControl(workflow, command, { refusal }, time))), ...alone];
  }
  const outcome = refuseDecided(before, command, refusal, time);
  const written = (of: Outcome) => write(recordsOf(workflow, before?.order, command, of, time));
  const stops = outcome.steps.length > 0;
  const stopped = stops ? [{ records: written(outcome), state: outcome.state, steps: outcome.steps }] : [];
  // Without the order: it may be what is too large.
  return [...stopped, ...answered(written({ state: undefined, steps: [], refusal })), ...alone];
}
