import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { type Pause, stageKey, stageOfKey } from '@cupcakery/workflow/contracts/control';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { createPauses } from '@cupcakery/workflow/views/pauses';

/** Whether the work of one stage is paused. */
export type StagePause = {
  readonly paused: boolean;
  /** Calls the listener each time that the work may go on. */
  onResume(listener: () => void): void;
};

export type StagePauses = {
  /** @param onPaused called with whether it is paused, now if it is, and whenever that changes */
  of(stage: string, onPaused: (paused: boolean) => void): StagePause;
  readonly failed: Promise<never>;
  stop(): Promise<void>;
};

/** Follows what is paused in a workflow, from the start; resolves when it has caught up: no work before that. */
export async function startStagePauses(
  kafka: KafkaClient,
  workflow: string,
  signal: AbortSignal,
): Promise<StagePauses> {
  const listeners = new Map<string, ((pause: Pause | undefined) => void)[]>();
  const listen = (stage: string, listener: (pause: Pause | undefined) => void) =>
    listeners.set(stage, [...(listeners.get(stage) ?? []), listener]);
  const pauses = createPauses<KafkaRecord>({
    onUnreadable: ({ topic, partition, offset }, err) =>
      kafka.log.error(
        { err, topic, partition, offset },
        'a pause cannot be read; what was known before holds',
      ),
    onChange(key, pause) {
      for (const listener of listeners.get(stageOfKey(key) ?? '') ?? []) listener(pause);
    },
  });
  const reader = await startReader(
    {
      kafka,
      topic: topicNames(workflow).control,
      from: 'start',
      onRecords: (_partition, records) => pauses.receive(records),
    },
    signal,
  );
  await reader.caughtUp;
  return {
    of(stage, onPaused) {
      function report(pause: Pause | undefined): void {
        onPaused(pause !== undefined);
        const fields = { workflow, stage };
        if (!pause) kafka.log.info(fields, 'the stage is resumed, tickets are taken again');
        else {
          const { reason, by, at } = pause;
          kafka.log.warn({ ...fields, reason, by, at }, 'the stage is paused, tickets wait');
        }
      }
      const found = pauses.of(stageKey(stage));
      if (found) report(found);
      listen(stage, report);
      return {
        get paused() {
          return pauses.of(stageKey(stage)) !== undefined;
        },
        onResume: (listener) =>
          listen(stage, (pause) => {
            if (!pause) listener();
          }),
      };
    },
    failed: reader.failed,
    stop: () => reader.stop(),
  };
}
