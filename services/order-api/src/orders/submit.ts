import type { Admission } from '@cupcakery/kit/commands/admission';
import type { Backlog } from '@cupcakery/kit/commands/backlog';
import type { Replies } from '@cupcakery/kit/commands/replies';
import { createSendCommand } from '@cupcakery/kit/commands/send-command';
import { cloudEventRecord } from '@cupcakery/kit/kafka/produce/cloud-event';
import type { Producer } from '@cupcakery/kit/kafka/produce/producer';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';
import { ownNames } from '@cupcakery/kit/tracing/attributes';
import type { Tracer } from '@cupcakery/kit/tracing/tracer';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import type { AnyCommand, Reply } from '@cupcakery/workflow/contracts/records';
import { failureOf } from '../failures/request-failure.ts';

/**
 * Sends a command, in its caller's turn, and waits for its reply. `pending`: Kafka has the command, the reply takes longer than the bound.
 * Throws RequestFailure: nothing was written (TOO_MANY_PENDING, BACKLOG_TOO_LONG, TOO_LARGE), or it is unknown whether it was
 * (KAFKA_UNAVAILABLE). Repeating the request with the same idempotency key is harmless either way.
 */
export type Submit = (command: AnyCommand, traceparent?: string) => Promise<Reply | 'pending'>;

/** @param options.partitions of the command topic */
export function createSubmit(options: {
  topic: string;
  partitions: number;
  producer: Pick<Producer, 'send'>;
  replies: Replies<Reply>;
  backlog: Backlog;
  admission: Admission;
  replyTimeoutMs: number;
  now: () => number;
  tracer?: Tracer;
}): Submit {
  const { topic, partitions, now, ...sending } = options;
  const send = createSendCommand({ ...sending, failureOf });

  function recordOf(command: AnyCommand, traceparent: string | undefined): ProduceRecord {
    return cloudEventRecord(
      {
        topic,
        key: command.orderId,
        value: JSON.stringify(command),
        event: {
          id: command.id,
          type: `cupcakery.command.${command.type}`,
          source: '/cupcakery/order-api',
          time: new Date(now()).toISOString(),
          traceparent,
        },
      },
      partitionOf(command.orderId, partitions),
    );
  }

  return async (command, traceparent) => {
    const { id, bodyHash } = command;
    const record = recordOf(command, traceparent);
    const attributes = { [ownNames.order]: command.orderId, [ownNames.command]: command.type };
    const trace = { parent: traceparent, attributes };
    const reply = await send({ id, bodyHash, caller: callerOf(command), record, trace });
    return reply === 'key-in-use' ? keyInUse(command) : reply;
  };
}

/** Who shares the queue with others: the person or program that is signed in, under whatever name it acts. */
const callerOf = ({ actor, by }: AnyCommand): string => actor?.sub ?? `${by.kind}/${by.name}`;

function keyInUse(command: AnyCommand): Reply {
  return {
    id: command.id,
    orderId: command.orderId,
    code: 'KEY_REUSED',
    message: 'this idempotency key was used with another request',
  };
}
