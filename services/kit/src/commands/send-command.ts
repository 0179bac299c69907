import type { Producer } from '../kafka/produce/producer.ts';
import type { ProduceRecord } from '../kafka/produce/record.ts';
import { traceSend } from '../tracing/trace-send.ts';
import { noTracer, type SpanAttributes, type Tracer } from '../tracing/tracer.ts';
import type { Admission } from './admission.ts';
import type { Backlog } from './backlog.ts';
import type { FailureOf } from './failure-of.ts';
import type { Replies } from './replies.ts';
import { sendFailure } from './send-failure.ts';

/** A command on its way to a processor that replies under the command's id. */
export type OutgoingCommand = {
  id: string;
  /** Identifies what the request asked for, where it has an idempotency key. */
  bodyHash: string | undefined;
  /** Who shares the queue with others. */
  caller: string;
  record: ProduceRecord;
  /** The step that it is sent in, and what is known of it there; without it, it is not traced. */
  trace?: { parent: string | undefined; attributes: SpanAttributes };
};

/**
 * Sends a command, in its caller's turn, and waits for its reply. `pending`: Kafka has the command, the reply takes longer
 * than the bound. `key-in-use`: another request of this id waits for its reply, with another body; nothing was sent.
 * Throws a failure: nothing was written (TOO_MANY_PENDING, BACKLOG_TOO_LONG, TOO_LARGE), or it is unknown whether it was
 * (KAFKA_UNAVAILABLE). Repeating the request with the same idempotency key is harmless either way.
 */
export type SendCommand<R> = (command: OutgoingCommand) => Promise<R | 'pending' | 'key-in-use'>;

export function createSendCommand<R>(options: {
  producer: Pick<Producer, 'send'>;
  replies: Replies<R>;
  backlog: Backlog;
  admission: Admission;
  replyTimeoutMs: number;
  failureOf: FailureOf;
  tracer?: Tracer | undefined;
}): SendCommand<R> {
  const { producer, replies, backlog, admission, replyTimeoutMs, failureOf, tracer = noTracer } = options;

  const send = (record: ProduceRecord) => producer.send([record]);

  async function sendAndWait(
    { id, bodyHash, record, trace }: OutgoingCommand,
    timeoutMs: number,
  ): Promise<R | 'pending' | 'key-in-use'> {
    const { promise, resolve, reject } = Promise.withResolvers<R | 'pending'>();
    const stopWaiting = replies.expect(id, bodyHash, resolve);
    // The reply carries no body hash, so two bodies under one id cannot wait for it side by side.
    if (!stopWaiting) return 'key-in-use';
    let delivered = false;
    const timer = setTimeout(
      () => (delivered ? resolve('pending') : reject(failureOf('KAFKA_UNAVAILABLE'))),
      timeoutMs,
    );
    try {
      (trace ? traceSend(tracer, trace, record, send) : send(record)).then(() => {
        delivered = true;
      }, reject);
      return await promise;
    } catch (error) {
      throw sendFailure(error, failureOf);
    } finally {
      clearTimeout(timer);
      stopWaiting();
    }
  }

  return async (command) => {
    const begun = performance.now();
    const slot = admission.admit(command.caller, backlog, replyTimeoutMs / 2);
    const release = slot instanceof Promise ? await slot : slot;
    try {
      return await sendAndWait(command, replyTimeoutMs - (performance.now() - begun));
    } finally {
      release();
    }
  };
}
