import type { KafkaLog } from '../../connection/client.ts';
import type { KafkaConnection } from '../../connection/connection.ts';
import type { Isolation } from '../../connection/metadata.ts';
import type { FetchedChunk } from './fetch-state.ts';
import type { UnreadableRange } from './unreadable.ts';

export type FetcherOptions = {
  connection: KafkaConnection;
  log: KafkaLog;
  isolation?: Isolation;
  /** Longest wait at the broker for the first byte, ms. */
  maxWaitMs?: number;
  maxBytesPerPartition?: number;
  /** Called for every response that moved the position or reached the end; must not block. */
  onChunk(chunk: FetchedChunk): void;
  /**
   * Records between two chunks cannot be read. The fetch goes on behind them unless the partition is unassigned in this
   * call.
   */
  onUnreadable(range: UnreadableRange): void;
  /** The position is not in the log any more. The partition stays paused until `assign` is called again. */
  onOutOfRange(topic: string, partition: number, position: number): void;
};

/** Reads assigned partitions from given positions, without a group. One loop per leader node. */
export type Fetcher = {
  assign(topic: string, partition: number, position: number): void;
  unassign(topic: string, partition: number): void;
  pause(topic: string, partition: number): void;
  resume(topic: string, partition: number): void;
  /** Ends the loops and closes the connection. */
  stop(): Promise<void>;
};
