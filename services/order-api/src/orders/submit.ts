import { cloudEventRecord } from '@cupcakery/kit/kafka/produce/cloud-event';
import type { Producer } from '@cupcakery/kit/kafka/produce/producer';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';
import { ownNames } from '@cupcakery/kit/tracing/attributes';
import { traceSend } from '@cupcakery/kit/tracing/trace-send';
import { noTracer, type Tracer } from '@cupcakery/kit/tracing/tracer';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import type { AnyCommand, Reply } from '@cupcakery/workflow/contracts/records';
import { RequestFailure } from '../failures/request-failure.ts';
import { sendFailure } from '../failures/send-failure.ts';
import type { Admission } from './limits/admission.ts';
import type { Backlog } from './limits/backlog.ts';
import type { Replies } from './replies.ts';

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
  replies: Replies;
  backlog: Backlog;
  admission: Admission;
  replyTimeoutMs: number;
  now: () => number;
  tracer?: Tracer;
}): Submit {
  const { topic, partitions, producer, replies, backlog, admission, replyTimeoutMs, now } = options;
  const { tracer = noTracer } = options;

  async function sendAndWait(
    command: AnyCommand,
    traceparent: string | undefined,
    timeoutMs: number,
  ): Promise<Reply | 'pending'> {
    const { promise, resolve, reject } = Promise.withResolvers<Reply | 'pending'>();
    const stopWaiting = replies.expect(command.id, command.bodyHash, resolve);
    if (!stopWaiting) return keyInUse(command);
    let delivered = false;
    const timer = setTimeout(
      () => (delivered ? resolve('pending') : reject(new RequestFailure('KAFKA_UNAVAILABLE'))),
      timeoutMs,
    );
    try {
      const record = cloudEventRecord(
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
      const attributes = { [ownNames.order]: command.orderId, [ownNames.command]: command.type };
      const send = (sent: ProduceRecord) => producer.send([sent]);
      traceSend(tracer, { parent: traceparent, attributes }, record, send).then(() => {
        delivered = true;
      }, reject);
      return await promise;
    } catch (error) {
      throw sendFailure(error);
    } finally {
      clearTimeout(timer);
      stopWaiting();
    }
  }

  return async (command, traceparent) => {
    const begun = performance.now();
    const slot = admission.admit(callerOf(command), backlog, replyTimeoutMs / 2);
    const release = slot instanceof Promise ? await slot : slot;
    try {
      return await sendAndWait(command, traceparent, replyTimeoutMs - (performance.now() - begun));
    } finally {
      release();
    }
  };
}

/** Who shares the queue with others: the person or program that is signed in, under whatever name it acts. */
const callerOf = ({ actor, by }: AnyCommand): string => actor?.sub ?? `${by.kind}/${by.name}`;

/** The reply carries no body hash, so two bodies under one id cannot wait for it side by side. */
function keyInUse(command: AnyCommand): Reply {
  return {
    id: command.id,
    orderId: command.orderId,
    code: 'KEY_REUSED',
    message: 'this idempotency key was used with another request',
  };
}
