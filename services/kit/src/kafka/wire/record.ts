import { findHeader } from './find-header.ts';

/** One record as read. Offsets are numbers: exact up to 2^53. */
export type KafkaRecord = {
  topic: string;
  partition: number;
  offset: number;
  /** Milliseconds since the epoch. */
  timestamp: number;
  key: string | null;
  value: Buffer | null;
  /** As on the wire; decode with `headerOf`. Most records are read for their value alone. */
  headers: Buffer;
  /**
   * Set when this stands for all offsets from its own to `last`, which cannot be read: key and value are null then. Only
   * consumers of a group and exactly-once processors are given such records.
   */
  unreadable?: { last: number; reason: string };
};

/** One record to write. */
export type ProduceRecord = {
  topic: string;
  partition: number;
  key: string;
  value: string | Buffer | null;
  headers?: Record<string, string | Buffer>;
  /**
   * Of an exactly-once processor: no record of others may come between this and the one before it in its partition. The two
   * must fit into one batch.
   */
  withPrevious?: true;
};

/**
 * The record itself, unless it stands for offsets that cannot be read.
 * @throws with what is the matter with these
 */
export function assertReadable<R extends Pick<KafkaRecord, 'offset' | 'unreadable'>>(record: R): R {
  if (!record.unreadable) return record;
  const { last, reason } = record.unreadable;
  const offsets = last === record.offset ? 'the record' : `offsets ${record.offset} to ${last}`;
  throw new Error(`${offsets} cannot be read: ${reason}`);
}

/** A header's text, or undefined when it is missing; of several of one name, the last counts. */
export function headerOf(record: Pick<KafkaRecord, 'headers'>, name: string): string | undefined {
  return findHeader(record.headers, name)?.toString('utf8');
}

/** Approximate bytes of a record on the wire, for batch limits. */
export function sizeOf(record: ProduceRecord): number {
  let size =
    40 + Buffer.byteLength(record.key) + (record.value === null ? 0 : Buffer.byteLength(record.value));
  for (const [name, value] of Object.entries(record.headers ?? {})) size += 4 + name.length + value.length;
  return size;
}
