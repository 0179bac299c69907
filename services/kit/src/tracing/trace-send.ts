import { recordAttributes } from './attributes.ts';
import type { SpanAttributes, Tracer } from './tracer.ts';

/** A record on its way to Kafka, as far as a span is about it. */
type SentRecord = {
  topic: string;
  partition: number;
  key: string;
  headers?: Record<string, string | Buffer>;
};

/**
 * Sends a record as a step of the trace in `parent`; the record then carries that step, so that what processes it is the
 * next one. Without a trace that is recorded the record is sent as it is.
 */
export async function traceSend<R extends SentRecord>(
  tracer: Tracer,
  { parent, attributes }: { parent: string | undefined; attributes: SpanAttributes },
  record: R,
  send: (record: R) => Promise<void>,
): Promise<void> {
  const span = tracer.child(`send ${record.topic}`, parent, {
    kind: 'producer',
    attributes: recordAttributes('send', record, attributes),
  });
  if (!span) return send(record);
  try {
    await send({ ...record, headers: { ...record.headers, traceparent: span.traceparent } });
    span.end();
  } catch (error) {
    span.end({ error: error instanceof Error ? error.name : 'Error' });
    throw error;
  }
}
