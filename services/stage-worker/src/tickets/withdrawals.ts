import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import { readWithdrawal } from '@cupcakery/workflow/contracts/records';
import { withdrawalKey } from '@cupcakery/workflow/decider/effects';
import { topicNames } from '@cupcakery/workflow/file/topic-names';

/** Which tickets must not be worked on (any more). */
export type Withdrawals = {
  /** Resolves when every withdrawal that was answered before this call is known, for these orders. */
  sync(orderIds: Iterable<string>): Promise<void>;
  /** True when this visit of the order at the stage was withdrawn. */
  has(orderId: string, stage: string, visit: number): boolean;
  /** Calls back once when the visit is withdrawn; returns how to stop listening. */
  watch(orderId: string, stage: string, visit: number, onWithdrawn: () => void): () => void;
  readonly failed: Promise<never>;
  stop(): Promise<void>;
};

/** Follows a workflow's withdrawals from the start; resolves when it has caught up: no work before that. */
export async function startWithdrawals(
  kafka: KafkaClient,
  workflow: string,
  stages: readonly string[],
  signal: AbortSignal,
): Promise<Withdrawals> {
  const own = new Set(stages);
  const visits = new Map<string, number>();
  const watchers = new Map<string, { visit: number; onWithdrawn: () => void }>();

  function apply(key: string, value: Buffer | null): void {
    if (!own.has(key.slice(key.lastIndexOf('/') + 1))) return;
    if (value === null) {
      visits.delete(key);
      return;
    }
    let visit: number;
    try {
      ({ visit } = readWithdrawal(value));
    } catch (err) {
      kafka.log.error({ err, key }, 'a withdrawal cannot be read and is left out');
      return;
    }
    visits.set(key, Math.max(visit, visits.get(key) ?? 0));
    const watcher = watchers.get(key);
    if (watcher && watcher.visit <= visit) {
      watchers.delete(key);
      watcher.onWithdrawn();
    }
  }

  const reader = await startReader(
    {
      kafka,
      topic: topicNames(workflow).withdrawals,
      from: 'start',
      onRecords: (_partition, records) => {
        for (const record of records) if (record.key !== null) apply(record.key, record.value);
      },
    },
    signal,
  );
  await reader.caughtUp;
  return {
    sync(orderIds) {
      const partitions = new Set<number>();
      for (const id of orderIds) partitions.add(partitionOf(id, reader.partitions.length));
      return reader.sync([...partitions]);
    },
    has: (orderId, stage, visit) => (visits.get(withdrawalKey(orderId, stage)) ?? 0) >= visit,
    watch(orderId, stage, visit, onWithdrawn) {
      const key = withdrawalKey(orderId, stage);
      const watcher = { visit, onWithdrawn };
      watchers.set(key, watcher);
      return () => {
        if (watchers.get(key) === watcher) watchers.delete(key);
      };
    },
    failed: reader.failed,
    stop: () => reader.stop(),
  };
}
