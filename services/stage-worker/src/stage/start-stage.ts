import { startPartitionConsumer } from '@cupcakery/kit/kafka/consume/partition-consumer';
import { stageGroup } from '@cupcakery/workflow/file/topic-names';
import type { StageOptions } from './stage-options.ts';
import { StageRun } from './stage-run.ts';

export type RunningStage = { stop(): Promise<void> };

/**
 * Works on the tickets of one stage as a member of its group, until stopped; resolves when the member has joined.
 * At least once: a ticket counts as finished when the command that follows from it is written.
 */
export async function startStage(options: StageOptions, signal: AbortSignal): Promise<RunningStage> {
  const { kafka, workflow, stage } = options;
  const run = new StageRun(options);
  try {
    const consumer = await startPartitionConsumer(
      {
        kafka,
        group: stageGroup(workflow.name, stage.name),
        topic: stage.topic,
        // A manual stage reads its whole backlog at once, in a pod with little memory.
        maxBytesPerPartition: (options.work ? 256 : 64) * 1024,
        onOpened: (partition, from) => run.open(partition, from),
        onRevoked: (partition) => run.close(partition),
        onChunk: (chunk) => run.add(chunk),
        onRecordsLost: (partition, position) => run.reportLoss(partition, position),
      },
      signal,
    );
    run.begin(consumer);
  } catch (error) {
    run.abandon();
    throw error;
  }
  return { stop: () => run.stop() };
}
