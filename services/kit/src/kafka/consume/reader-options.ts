import type { KafkaClient } from '../connection/client.ts';
import type { Isolation } from '../connection/metadata.ts';
import type { KafkaRecord } from '../wire/record.ts';
import type { UnreadableRange } from './fetch/unreadable.ts';

/**
 * Where a reader begins: the start, the end, an offset per partition (those not named: the start), or the first
 * record that was written at a time (ms) or later.
 */
export type ReadFrom = 'start' | 'end' | ReadonlyMap<number, number> | { since: number };

export type ReaderOptions = {
  kafka: KafkaClient;
  topic: string;
  /** Default: all partitions that exist when the reader starts. */
  partitions?: number[];
  from: ReadFrom;
  isolation?: Isolation;
  maxWaitMs?: number;
  /** Bytes of a partition in one fetch: what is read at a time bounds what garbage a fast reader leaves. */
  maxBytesPerPartition?: number;
  /** Called in order per partition with at least one record. A throw stops the reader (see `failed`). */
  onRecords(partition: number, records: KafkaRecord[]): void;
  /**
   * For what only watches: called with records that cannot be read, and the reader goes on behind them. Without it they
   * stop the reader with `UnreadableRecords`, since a view that leaves records out is wrong and looks right. A throw stops
   * the reader with that.
   */
  onUnreadable?(range: UnreadableRange): void;
};
