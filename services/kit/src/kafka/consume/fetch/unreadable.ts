import type { KafkaRecord } from '../../wire/record.ts';

/** Offsets of a partition that cannot be read: damaged, or in a format or with a codec that is not known. */
export type UnreadableRange = {
  topic: string;
  partition: number;
  first: number;
  last: number;
  reason: string;
};

/** Thrown by a reader that must not leave out records; the message names what cannot be read, and what to do. */
export class UnreadableRecords extends Error {
  override readonly name = 'UnreadableRecords';
  readonly range: UnreadableRange;

  constructor(range: UnreadableRange) {
    super(
      `${describeUnreadable(range)}; nothing of this topic can be left out: read the partition with another client; if it cannot either, restore the topic from a replica or a backup, then restart`,
    );
    this.range = range;
  }
}

export function describeUnreadable({ topic, partition, first, last, reason }: UnreadableRange): string {
  const offsets = first === last ? `offset ${first}` : `offsets ${first} to ${last}`;
  return `${topic}/${partition}: ${offsets} cannot be read: ${reason}`;
}

/**
 * A chunk with one record that stands for the range in the order of the others: one, so that it becomes one incident.
 */
export function unreadableChunk({ topic, partition, first, last, reason }: UnreadableRange) {
  const record: KafkaRecord = {
    topic,
    partition,
    offset: first,
    timestamp: Date.now(),
    key: null,
    value: null,
    headers: Buffer.alloc(0),
    unreadable: { last, reason },
  };
  return { topic, partition, records: [record], next: last + 1, end: last + 1 };
}
