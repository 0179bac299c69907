import { createKafkaClient, type KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import { createLogger } from '@cupcakery/kit/log';
import { withTimeout } from '@cupcakery/kit/tools/with-timeout';
import type { z } from 'zod';
import type { WorkflowNames } from '../test-system/workflow.ts';
import {
  eventSchema,
  type Order,
  type OrderEvent,
  orderSchema,
  type Read,
  type RecordPosition,
} from './records.ts';

/** Everything of a workflow that was committed, in the order of the log per partition. */
export type WorkflowLog = {
  events: Read<OrderEvent>[];
  snapshots: Read<Order>[];
  /** Tickets by the stage whose topic holds them. */
  tickets: Map<string, Read<Order>[]>;
  results: Read<Order>[];
  /** Raw values: the checker has no schema for incidents. */
  incidents: (RecordPosition & { text: string })[];
  /** Records that do not fit their schema. */
  unreadable: string[];
};

type RawRecord = RecordPosition & { key: string | null; value: string | null };
const withinMs = 30_000;

/** Reads a workflow's topics from the start to the end. Throws if the end is not reached in time (an open transaction). */
export async function readLog(
  address: string,
  { stages, topics }: Pick<WorkflowNames, 'stages' | 'topics'>,
): Promise<WorkflowLog> {
  const log = createLogger({ service: 'checker', level: 'error' });
  const kafka = createKafkaClient({ brokers: address.split(','), clientId: 'checker' }, log);
  const unreadable: string[] = [];
  const of = async <T>(topic: string, schema: z.ZodType<T>) =>
    (await readTopic(kafka, topic)).flatMap((r) => parse(r, schema, unreadable));
  const [events, snapshots, results, incidents, tickets] = await Promise.all([
    of(topics.events, eventSchema),
    of(topics.orders, orderSchema),
    of(topics.results, orderSchema),
    readTopic(kafka, topics.incidents),
    Promise.all(stages.map(async ({ name, topic }) => [name, await of(topic, orderSchema)] as const)),
  ]);
  return {
    events,
    snapshots,
    results,
    tickets: new Map(tickets),
    incidents: incidents.map((r) => ({ ...r, text: r.value ?? '(resolved)' })),
    unreadable,
  };
}

/** The events of a workflow that were committed until now. @throws for one that does not fit its schema */
export async function readEvents(address: string, topic: string): Promise<OrderEvent[]> {
  const log = createLogger({ service: 'checker', level: 'error' });
  const kafka = createKafkaClient({ brokers: address.split(','), clientId: 'checker' }, log);
  const records = await readTopic(kafka, topic);
  return records.map(({ value }) => eventSchema.parse(JSON.parse(value ?? 'null')));
}

async function readTopic(kafka: KafkaClient, topic: string): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  const reader = await startReader({
    kafka,
    topic,
    from: 'start',
    maxWaitMs: 50,
    onRecords: (_partition, read) => {
      for (const { partition, offset, timestamp, key, value } of read) {
        records.push({ topic, partition, offset, timestamp, key, value: value?.toString('utf8') ?? null });
      }
    },
  });
  try {
    // Up to the high watermark: a transaction that never ends must not hide what it has written.
    await withTimeout(
      reader.sync(),
      withinMs,
      () => new Error(`${topic}: its end is not reached; is a transaction open?`),
    );
  } finally {
    await reader.stop();
  }
  return records;
}

function parse<T>(record: RawRecord, schema: z.ZodType<T>, unreadable: string[]): Read<T>[] {
  const { topic, partition, offset, timestamp, key } = record;
  const bad = (why: string) => {
    unreadable.push(`${topic}/${partition}@${offset}: ${why}`);
    return [];
  };
  if (key === null || record.value === null) return bad('no key or no value');
  try {
    return [{ topic, partition, offset, timestamp, key, value: schema.parse(JSON.parse(record.value)) }];
  } catch (error) {
    return bad(error instanceof Error ? error.message : String(error));
  }
}
