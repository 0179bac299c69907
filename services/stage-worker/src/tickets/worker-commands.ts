import { cloudEventRecord } from '@cupcakery/kit/kafka/produce/cloud-event';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';
import { isSampled } from '@cupcakery/kit/trace';
import type { Command, CommandOf } from '@cupcakery/workflow/contracts/command';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import { recordIncident, type UnusableRecord } from '@cupcakery/workflow/contracts/record-incident';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import type { Stage, Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { Ticket } from './ticket.ts';

const maxReason = 2000;

/** Records from which no command can follow: the first, how many more, and why. */
export type UnusableTickets = Pick<UnusableRecord, 'record' | 'range' | 'error'>;

/** A worker's commands and incidents as records. No IO. */
export type WorkerCommands = {
  place(command: CommandOf<'place'>, ticket: Ticket): ProduceRecord;
  start(ticket: Ticket): ProduceRecord;
  complete(ticket: Ticket, outcome: string | undefined): ProduceRecord;
  fail(ticket: Ticket, reason: string): ProduceRecord;
  requeue(ticket: Ticket): ProduceRecord;
  incident(found: UnusableTickets): ProduceRecord;
  /** Where a ticket's record lies. */
  positionOf(ticket: Ticket): UnusableTickets['record'];
};

export type WorkerCommandOptions = {
  workerName: string;
  /** Where commands go: `W.work`, or `W.commands` during an upgrade. */
  commandTopic: string;
  /** Number of partitions of a topic. */
  partitions(topic: string): number;
  now(): number;
};

export function workerCommands(
  workflow: Workflow,
  stage: Stage,
  { workerName, commandTopic, partitions, now }: WorkerCommandOptions,
): WorkerCommands {
  const names = topicNames(workflow.name);
  const source = `/cupcakery/${workflow.name}/${stage.name}`;
  const by = { kind: 'worker' as const, name: workerName };
  const about = (ticket: Ticket, type: string) => ({
    // The same visit gives the same id, whichever worker sends it.
    id: `${ticket.orderId}/${stage.name}/${ticket.visit}/${type}`,
    orderId: ticket.orderId,
    by,
    stage: stage.name,
    visit: ticket.visit,
  });

  function recordOf(command: Command, { traceparent }: Ticket): ProduceRecord {
    const type = `cupcakery.command.${command.type}`;
    // The order knows its trace itself, once it is placed: of one that is not recorded nothing needs to be carried back.
    const carried = command.type === 'place' || isSampled(traceparent) ? traceparent : undefined;
    const time = new Date(now()).toISOString();
    const event = { id: command.id, type, source, time, traceparent: carried };
    return cloudEventRecord(
      { topic: commandTopic, key: command.orderId, value: JSON.stringify(command), event },
      partitionOf(command.orderId, partitions(commandTopic)),
    );
  }

  return {
    place: recordOf,
    start: (ticket) => recordOf({ ...about(ticket, 'start'), type: 'start' }, ticket),
    complete(ticket, outcome) {
      const command: CommandOf<'complete'> = { ...about(ticket, 'complete'), type: 'complete' };
      if (outcome !== undefined) command.outcome = outcome;
      return recordOf(command, ticket);
    },
    fail: (ticket, reason) =>
      recordOf({ ...about(ticket, 'fail'), type: 'fail', reason: reason.slice(0, maxReason) }, ticket),
    requeue: (ticket) => recordOf({ ...about(ticket, 'requeue'), type: 'requeue' }, ticket),
    positionOf: ({ partition, offset, orderId }) => ({ topic: stage.topic, partition, offset, key: orderId }),
    incident(found) {
      const { topic, partition, offset } = found.record;
      const at = new Date(now()).toISOString();
      const id = `${topic}/${partition}/${offset}`;
      const incident = recordIncident({
        ...found,
        workflow: workflow.name,
        stage: stage.name,
        by: workerName,
        at,
      });
      const event = { id, type: 'cupcakery.Incident', source, time: at };
      return cloudEventRecord(
        { topic: names.incidents, key: id, value: JSON.stringify(incident), event },
        partition % partitions(names.incidents),
      );
    },
  };
}
