import type { ProduceRecord } from '../wire/record.ts';

/** The attributes that every record carries (CloudEvents 1.0). */
export type CloudEventAttributes = {
  id: string;
  type: string;
  source: string;
  time: string;
  traceparent?: string | undefined;
  /** More attributes by name: lower-case letters and digits (CloudEvents 1.0, "Naming Conventions"). */
  extensions?: Readonly<Record<string, string>> | undefined;
};

/** Headers of the Kafka binding's binary mode: attributes as `ce_*`, the value stays plain JSON. */
export function cloudEventHeaders(
  event: CloudEventAttributes,
  contentType = 'application/json',
): Record<string, string> {
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_source: event.source,
    ce_type: event.type,
    ce_time: event.time,
    'content-type': contentType,
  };
  for (const [name, value] of Object.entries(event.extensions ?? {})) headers[`ce_${name}`] = value;
  if (event.traceparent !== undefined) headers.traceparent = event.traceparent;
  return headers;
}

/** A record as a domain describes it, with its attributes, on its way to one partition. */
export function cloudEventRecord(
  record: { topic: string; key: string; value: string | null; event: CloudEventAttributes },
  partition: number,
): ProduceRecord {
  const { topic, key, value, event } = record;
  return { topic, partition, key, value, headers: cloudEventHeaders(event) };
}
