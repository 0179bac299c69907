import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { BrokerUnavailable } from '@cupcakery/kit/kafka/produce/broker-unavailable';
import { cloudEventRecord } from '@cupcakery/kit/kafka/produce/cloud-event';
import type { Producer } from '@cupcakery/kit/kafka/produce/producer';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';
import { createBackoff, sleep } from '@cupcakery/kit/tools/backoff';
import type { Command, CommandOf } from '@cupcakery/workflow/contracts/command';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import type { Incident } from '@cupcakery/workflow/contracts/records';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import type { Stage, Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { Ticket } from './ticket.ts';

/** What a worker says about its tickets. Each promise resolves when Kafka has the record, or rejects when `signal` aborts. */
export type CommandSender = {
  place(command: CommandOf<'place'>, ticket: Ticket, signal: AbortSignal): Promise<void>;
  /** Does not wait: the work may begin meanwhile. */
  announceStart(ticket: Ticket): void;
  complete(ticket: Ticket, outcome: string | undefined, signal: AbortSignal): Promise<void>;
  fail(ticket: Ticket, reason: string, signal: AbortSignal): Promise<void>;
  requeue(ticket: Ticket, signal: AbortSignal): Promise<void>;
  /** Reports a record that is no ticket, to be resolved by a person. */
  incident(record: KafkaRecord, error: unknown, signal: AbortSignal): Promise<void>;
};

const maxReason = 2000;

export function createCommandSender(
  producer: Producer,
  workflow: Workflow,
  stage: Stage,
  workerName: string,
  onError: (error: unknown) => void,
): CommandSender {
  const names = topicNames(workflow.name);
  const source = `/cupcakery/${workflow.name}/${stage.name}`;
  const by = { kind: 'worker' as const, name: workerName };
  const about = (ticket: Ticket, type: string) => ({
    // The same visit gives the same id, whichever worker says it.
    id: `${ticket.orderId}/${stage.name}/${ticket.visit}/${type}`,
    orderId: ticket.orderId,
    by,
    stage: stage.name,
    visit: ticket.visit,
  });

  function record(command: Command, traceparent: string | undefined): ProduceRecord {
    return cloudEventRecord(
      {
        topic: names.commands,
        key: command.orderId,
        value: JSON.stringify(command),
        event: {
          id: command.id,
          type: `cupcakery.command.${command.type}`,
          source,
          time: new Date().toISOString(),
          traceparent,
        },
      },
      partitionOf(command.orderId, producer.partitions(names.commands)),
    );
  }

  /** A broker that is away is waited for: the ticket is kept as long as its partition is ours. */
  async function send(what: ProduceRecord, signal: AbortSignal): Promise<void> {
    const backoff = createBackoff({ min: 100, max: 5000 });
    for (;;) {
      try {
        return await producer.send([what]);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof BrokerUnavailable)) throw error;
        await sleep(backoff.next(), signal);
        signal.throwIfAborted();
      }
    }
  }

  return {
    place: (command, ticket, signal) => send(record(command, ticket.traceparent), signal),
    announceStart(ticket) {
      producer
        .send([record({ ...about(ticket, 'start'), type: 'start' }, ticket.traceparent)])
        .catch(onError);
    },
    complete(ticket, outcome, signal) {
      const command: CommandOf<'complete'> = { ...about(ticket, 'complete'), type: 'complete' };
      if (outcome !== undefined) command.outcome = outcome;
      return send(record(command, ticket.traceparent), signal);
    },
    fail: (ticket, reason, signal) =>
      send(
        record(
          { ...about(ticket, 'fail'), type: 'fail', reason: reason.slice(0, maxReason) },
          ticket.traceparent,
        ),
        signal,
      ),
    requeue: (ticket, signal) =>
      send(record({ ...about(ticket, 'requeue'), type: 'requeue' }, ticket.traceparent), signal),
    incident({ topic, partition, offset, key }, error, signal) {
      const at = new Date().toISOString();
      const where = `${topic}/${partition}/${offset}`;
      const incident: Incident = {
        workflow: workflow.name,
        stage: stage.name,
        reason: error instanceof Error ? error.message : String(error),
        by: workerName,
        at,
        record: { topic, partition, offset: String(offset), key },
      };
      const event = { id: where, type: 'cupcakery.Incident', source, time: at };
      const value = JSON.stringify(incident);
      const own = partition % producer.partitions(names.incidents);
      return send(cloudEventRecord({ topic: names.incidents, key: where, value, event }, own), signal);
    },
  };
}
