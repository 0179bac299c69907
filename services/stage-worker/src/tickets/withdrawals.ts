import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import { shortKey } from '@cupcakery/workflow/contracts/record-incident';
import { readWithdrawal } from '@cupcakery/workflow/contracts/records';
import { withdrawalKey } from '@cupcakery/workflow/decider/effects';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { createVisitTable } from './visit-table.ts';

/** Which tickets must not be worked on (any more). */
export type Withdrawals = {
  /** Resolves when every withdrawal that was answered before this call is known, for these orders. */
  sync(orderIds: Iterable<string>): Promise<void>;
  /** True when this visit of the order at the stage was withdrawn. */
  has(orderId: string, stage: string, visit: number): boolean;
  /** Calls the watcher once when its visit is withdrawn. One watcher for an order at a stage: a later one replaces it. */
  watch(orderId: string, stage: string, watcher: WithdrawalWatcher): void;
  unwatch(orderId: string, stage: string, watcher: WithdrawalWatcher): void;
  /** Removes all watchers for which `isOver` holds. Looks at each of them. */
  unwatchAll(isOver: (watcher: WithdrawalWatcher) => boolean): void;
  readonly failed: Promise<never>;
  stop(): Promise<void>;
};

/** A day of withdrawals is read at every start, in a pod with little memory. */
const maxBytesPerPartition = 64 * 1024;

/** An object and not a function: a manual stage has one for each ticket that it holds. */
export type WithdrawalWatcher = { readonly visit: number; onWithdrawn(): void };

/** Follows a workflow's withdrawals from the start; resolves when it has caught up: no work before that. */
export async function startWithdrawals(
  kafka: KafkaClient,
  workflow: string,
  stages: readonly string[],
  signal: AbortSignal,
): Promise<Withdrawals> {
  const own = new Set(stages);
  const visits = createVisitTable();
  const watchers = new Map<string, WithdrawalWatcher>();

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
      kafka.log.error({ err, key: shortKey(key) }, 'a withdrawal cannot be read and is left out');
      return;
    }
    visits.set(key, Math.max(visit, visits.get(key)));
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
      maxBytesPerPartition,
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
    has: (orderId, stage, visit) => visits.get(withdrawalKey(orderId, stage)) >= visit,
    watch: (orderId, stage, watcher) => void watchers.set(withdrawalKey(orderId, stage), watcher),
    unwatch(orderId, stage, watcher) {
      const key = withdrawalKey(orderId, stage);
      if (watchers.get(key) === watcher) watchers.delete(key);
    },
    unwatchAll(isOver) {
      for (const [key, watcher] of watchers) if (isOver(watcher)) watchers.delete(key);
    },
    failed: reader.failed,
    stop: () => reader.stop(),
  };
}
