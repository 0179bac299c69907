import {
  type ExactlyOnceProcessor,
  startExactlyOnceProcessor,
} from './kafka/exactly-once/exactly-once-processor.ts';
import type { ExactlyOnceOptions } from './kafka/exactly-once/processor-options.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Lifecycle } from './process/lifecycle.ts';

type Callbacks = 'onTransaction' | 'onPartition' | 'onOpened' | 'onReopened' | 'onAssigned';

/**
 * Starts an exactly-once processor with its metrics, and the readiness condition `partitions`; it stops with the lifecycle.
 * @param surroundings.workflow the metrics' label
 */
export async function runProcessor<S>(
  options: Omit<ExactlyOnceOptions<S>, Callbacks>,
  surroundings: {
    workflow: string;
    metrics: Metrics;
    lifecycle: Pick<Lifecycle, 'setReady' | 'onStop' | 'signal'>;
  },
): Promise<void> {
  const { workflow, metrics, lifecycle } = surroundings;
  const label = { workflow };
  const transactionSeconds = metrics.histogram('cupcakery_transaction_seconds');
  const restoreSeconds = metrics.histogram('cupcakery_partition_restore_seconds');
  const brokenOff = metrics.counter('cupcakery_transactions_failed_total');
  const owned = metrics.gauge('cupcakery_partition_owned');
  const stopped = metrics.gauge('cupcakery_partition_stopped');
  const troubles = new Map<number, string>();
  let processor: ExactlyOnceProcessor | undefined;
  lifecycle.setReady('partitions', false, 'joining the group');
  // The callbacks come before there is a processor to look at.
  const updateReadiness = () =>
    lifecycle.setReady('partitions', processor?.ready ?? false, notServed(troubles));
  const started = await startExactlyOnceProcessor(
    {
      ...options,
      onTransaction: ({ seconds }) => transactionSeconds.observe(label, seconds),
      onOpened: ({ seconds }) => restoreSeconds.observe(label, seconds),
      onReopened: ({ reason }) => brokenOff.inc({ ...label, reason }),
      onPartition(partition, state, why) {
        if (why instanceof Error) troubles.set(partition, why.message);
        else troubles.delete(partition);
        const labels = { ...label, partition: String(partition) };
        owned.set(labels, state === 'open' ? 1 : 0);
        stopped.set(labels, state === 'stopped' ? 1 : 0);
        updateReadiness();
      },
      onAssigned: updateReadiness,
    },
    lifecycle.signal,
  );
  processor = started;
  lifecycle.onStop('exactly-once processor', () => started.stop());
  updateReadiness();
}

/** Why not all assigned partitions are served, with what was wrong with some of them last. */
function notServed(troubles: ReadonlyMap<number, string>): string {
  const some = [...troubles].slice(0, 3).map(([partition, why]) => `partition ${partition}: ${why}`);
  return some.length === 0 ? 'opening partitions' : `opening partitions; ${some.join('; ')}`;
}
