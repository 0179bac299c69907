import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Logger } from '@cupcakery/kit/log';
import type { Lifecycle } from '@cupcakery/kit/process/lifecycle';
import { failProcessOn } from '@cupcakery/kit/tools/fail-process-on';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { createPauses, type Pauses } from '@cupcakery/workflow/views/pauses';

/** Follows what is paused in every workflow; resolves when that is up to date. */
export async function startPauses(
  { kafka, workflows, log }: { kafka: KafkaClient; workflows: Iterable<string>; log: Logger },
  lifecycle: Lifecycle,
): Promise<ReadonlyMap<string, Pauses>> {
  const started = await Promise.all(
    [...workflows].map(async (workflow): Promise<[string, Pauses]> => {
      const pauses = createPauses<KafkaRecord>({
        onUnreadable: ({ topic, partition, offset }, err) =>
          log.error(
            { err, topic, partition, offset },
            'a pause cannot be read; what was known before is shown',
          ),
      });
      const reader = await startReader(
        {
          kafka,
          topic: topicNames(workflow).control,
          from: 'start',
          onRecords: (_partition, records) => pauses.receive(records),
        },
        lifecycle.signal,
      );
      lifecycle.onStop(`pauses of ${workflow}`, () => reader.stop());
      // A stage that is paused would look as if it worked.
      failProcessOn(reader.failed);
      await reader.caughtUp;
      return [workflow, pauses];
    }),
  );
  return new Map(started);
}
