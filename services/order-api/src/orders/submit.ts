import { Problem } from '@cupcakery/kit/http/problem';
import { BrokerUnavailable } from '@cupcakery/kit/kafka/produce/broker-unavailable';
import { cloudEventRecord } from '@cupcakery/kit/kafka/produce/cloud-event';
import type { Producer } from '@cupcakery/kit/kafka/produce/producer';
import type { Command } from '@cupcakery/workflow/contracts/command';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import type { Reply } from '@cupcakery/workflow/contracts/records';
import type { Admission } from './admission.ts';
import type { Backlog } from './backlog.ts';
import type { Replies } from './replies.ts';

/**
 * Sends a command and waits for its reply. `pending`: Kafka has the command, the reply takes longer than the
 * bound. Throws Problem 429 or 503: nothing was sent, or it is not known whether it was; with the same
 * idempotency key a repeat is harmless either way.
 */
export type Submit = (command: Command, traceparent?: string) => Promise<Reply | 'pending'>;

/** @param partitions of the command topic */
export function createSubmit(options: {
  topic: string;
  partitions: number;
  producer: Pick<Producer, 'send'>;
  replies: Replies;
  backlog: Backlog;
  admission: Admission;
  replyTimeoutMs: number;
}): Submit {
  const { topic, partitions, producer, replies, backlog, admission, replyTimeoutMs } = options;
  return (command, traceparent) =>
    new Promise((resolve, reject) => {
      admission.check(backlog);
      let delivered = false;
      let ended = false;
      const end = (settle: () => void) => {
        if (ended) return;
        ended = true;
        clearTimeout(timer);
        stopWaiting?.();
        admission.pending -= 1;
        settle();
      };
      const stopWaiting = replies.expect(command.id, command.bodyHash, (reply) => end(() => resolve(reply)));
      if (!stopWaiting) return resolve(keyInUse(command));
      admission.pending += 1;
      const timer = setTimeout(
        () => end(() => (delivered ? resolve('pending') : reject(kafkaAway()))),
        replyTimeoutMs,
      );
      const record = cloudEventRecord(
        {
          topic,
          key: command.orderId,
          value: JSON.stringify(command),
          event: {
            id: command.id,
            type: `cupcakery.command.${command.type}`,
            source: '/cupcakery/order-api',
            time: new Date().toISOString(),
            traceparent,
          },
        },
        partitionOf(command.orderId, partitions),
      );
      producer.send([record]).then(
        () => {
          delivered = true;
        },
        (error: unknown) => end(() => reject(error instanceof BrokerUnavailable ? kafkaAway(error) : error)),
      );
    });
}

/** The reply carries no body hash, so two bodies under one id cannot wait for it side by side. */
function keyInUse(command: Command): Reply {
  return {
    id: command.id,
    orderId: command.orderId,
    code: 'KEY_REUSED',
    message: 'this idempotency key was used with another request',
  };
}

/** Kafka did not take the command in time. */
export function kafkaAway(cause?: unknown): Problem {
  return new Problem(
    {
      status: 503,
      code: 'UNAVAILABLE',
      title: 'Orders cannot be taken now',
      detail: 'Kafka does not answer. Repeat the request with the same Idempotency-Key: it counts once.',
      retryAfter: 5,
    },
    cause,
  );
}
