import { BrokerUnavailable } from '@cupcakery/kit/kafka/produce/broker-unavailable';
import type { Producer } from '@cupcakery/kit/kafka/produce/producer';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';
import { retry } from '@cupcakery/kit/tools/retry';
import type { CommandOf } from '@cupcakery/workflow/contracts/command';
import type { Ticket } from './ticket.ts';
import type { UnusableTickets, WorkerCommands } from './worker-commands.ts';

/** Sends a worker's commands. Each promise resolves when Kafka has the record, or rejects once `signal` is aborted while the broker is away. */
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
  onStartLost: (error: unknown) => void,
): CommandSender {
  /** Retries while the broker is away: the ticket is kept as long as its partition is ours. */
  function send(record: ProduceRecord, signal: AbortSignal): Promise<void> {
    return retry(() => producer.send([record]), {
      backoff: { min: 100, max: 5000 },
      signal,
      isRetryable: (error) => error instanceof BrokerUnavailable,
    });
  }

  return {
    place: (command, ticket, signal) => send(commands.place(command, ticket), signal),
    announceStart: (ticket) => void producer.send([commands.start(ticket)]).catch(onStartLost),
    complete: (ticket, outcome, signal) => send(commands.complete(ticket, outcome), signal),
    fail: (ticket, reason, signal) => send(commands.fail(ticket, reason), signal),
    requeue: (ticket, signal) => send(commands.requeue(ticket), signal),
    incident: (found, signal) => send(commands.incident(found), signal),
  };
}
