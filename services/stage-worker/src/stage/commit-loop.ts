import type { PartitionConsumer } from '@cupcakery/kit/kafka/consume/partition-consumer';
import { sleep } from '@cupcakery/kit/tools/backoff';
import { createCommitFailures } from './commit-failures.ts';

const commitEveryMs = 100;

export type CommitLoopOptions = {
  consumer: Promise<PartitionConsumer>;
  /** Commits what is finished and not committed yet. */
  commit(consumer: PartitionConsumer): Promise<void>;
  /** Called for refusals that last, not for those of a rebalance. */
  onRefused(error: unknown): void;
};

/** Commits ten times a second until the signal is aborted. */
export async function runCommitLoop(
  { consumer: starting, commit, onRefused }: CommitLoopOptions,
  signal: AbortSignal,
): Promise<void> {
  const consumer = await starting;
  const failures = createCommitFailures();
  while (!signal.aborted) {
    await sleep(commitEveryMs, signal);
    if (!consumer.joined) continue;
    try {
      await commit(consumer);
      failures.succeeded();
    } catch (error) {
      // A rebalance refuses commits for a moment, and the next round commits more; what lasts must not stay unseen.
      if (failures.failed()) onRefused(error);
    }
  }
}
