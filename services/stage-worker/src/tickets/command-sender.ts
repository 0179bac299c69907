import { BrokerUnavailable } from '@cupcakery/kit/kafka/produce/broker-unavailable';
import type { Producer } from '@cupcakery/kit/kafka/produce/producer';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';
import { RecordTooLarge } from '@cupcakery/kit/kafka/produce/record-too-large';
import { WriteForbidden } from '@cupcakery/kit/kafka/produce/write-forbidden';
import { retry } from '@cupcakery/kit/tools/retry';
import { ownNames } from '@cupcakery/kit/tracing/attributes';
import { traceSend } from '@cupcakery/kit/tracing/trace-send';
import { noTracer, type Tracer } from '@cupcakery/kit/tracing/tracer';
import type { CommandOf } from '@cupcakery/workflow/contracts/command';
import type { Ticket } from './ticket.ts';
import type { UnusableTickets, WorkerCommands } from './worker-commands.ts';

const isPassing = (error: unknown): boolean =>
  error instanceof BrokerUnavailable || error instanceof WriteForbidden;

/**
 * Sends a worker's commands. Each promise resolves when Kafka has the record, or rejects once `signal` is aborted while
 * the broker is away. A command that is larger than its topic accepts becomes an incident of its ticket.
 */
export type CommandSender = {
  place(command: CommandOf<'place'>, ticket: Ticket, signal: AbortSignal): Promise<void>;
  /** Does not wait: the work may begin meanwhile. */
  announceStart(ticket: Ticket): void;
  complete(ticket: Ticket, outcome: string | undefined, signal: AbortSignal): Promise<void>;
  fail(ticket: Ticket, reason: string, signal: AbortSignal): Promise<void>;
  requeue(ticket: Ticket, signal: AbortSignal): Promise<void>;
  /** Reports records that are no tickets, to be resolved by a person. */
  incident(found: UnusableTickets, signal: AbortSignal): Promise<void>;
};

/** @param onStartLost called when a start could not be announced */
export function createCommandSender(
  producer: Producer,
  commands: WorkerCommands,
  onStartLost: (error: unknown, ticket: Ticket) => void,
  tracer: Tracer = noTracer,
): CommandSender {
  /** Sends a command as a step of its ticket's trace. */
  function sendTraced(
    command: string,
    { orderId, traceparent: parent }: Ticket,
    record: ProduceRecord,
    write: (record: ProduceRecord) => Promise<void>,
  ): Promise<void> {
    const attributes = { [ownNames.order]: orderId, [ownNames.command]: command };
    return traceSend(tracer, { parent, attributes }, record, write);
  }

  /** Retries while the broker is away or forbids it: the ticket is kept as long as its partition is ours. */
  function send(record: ProduceRecord, signal: AbortSignal, isRetryable = isPassing): Promise<void> {
    return retry(() => producer.send([record]), { backoff: { min: 100, max: 5000 }, signal, isRetryable });
  }

  async function report(found: UnusableTickets, signal: AbortSignal): Promise<void> {
    try {
      await send(commands.incident(found), signal);
    } catch (refused) {
      if (!(refused instanceof RecordTooLarge)) throw refused;
      // The least that names the record. Were that too large as well, the ticket waits: its lag and age show it.
      const least = commands.incident({
        ...found,
        record: { ...found.record, key: null },
        error: new Error('too large to be reported in full'),
      });
      await send(least, signal, (reason) => isPassing(reason) || reason instanceof RecordTooLarge);
    }
  }

  async function sendAbout(
    command: string,
    ticket: Ticket,
    record: ProduceRecord,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await sendTraced(command, ticket, record, (traced) => send(traced, signal));
    } catch (error) {
      if (!(error instanceof RecordTooLarge)) throw error;
      await report({ record: commands.positionOf(ticket), error }, signal);
    }
  }

  return {
    place: (command, ticket, signal) => sendAbout('place', ticket, commands.place(command, ticket), signal),
    announceStart: (ticket) =>
      void sendTraced('start', ticket, commands.start(ticket), (record) => producer.send([record])).catch(
        (error) => onStartLost(error, ticket),
      ),
    complete: (ticket, outcome, signal) =>
      sendAbout('complete', ticket, commands.complete(ticket, outcome), signal),
    fail: (ticket, reason, signal) => sendAbout('fail', ticket, commands.fail(ticket, reason), signal),
    requeue: (ticket, signal) => sendAbout('requeue', ticket, commands.requeue(ticket), signal),
    incident: report,
  };
}
