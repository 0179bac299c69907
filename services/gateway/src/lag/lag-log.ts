import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { type TopicProblem, waitForTopic } from '@cupcakery/kit/kafka/admin/topic-watch';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Logger } from '@cupcakery/kit/log';
import { createBackoff, sleep } from '@cupcakery/kit/tools/backoff';
import { abortable } from '@cupcakery/kit/tools/on-abort';
import { lagMinuteSchema } from '@cupcakery/workflow/contracts/lag-history';
import { createLagMinutes, type LagMinutes } from './lag-minutes.ts';

/** The topic in which lag-exporter keeps a day, read in the background. */
export type LagLog = Pick<LagMinutes, 'of'> & { stop(): Promise<void> };

/**
 * Follows the topic, also from the start again after a failure: no page but the history depends on it.
 * @param options.wants whether a group is kept
 */
export function startLagLog(options: {
  kafka: KafkaClient;
  topic: string;
  wants: (group: string) => boolean;
  log: Logger;
}): LagLog {
  const { kafka, topic, log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const minutes = createLagMinutes(options.wants);
  const backoff = createBackoff({ min: 1000, max: 60_000 });
  let isUnreadableLogged = false;

  function add({ offset, value }: KafkaRecord): void {
    if (value === null) return;
    try {
      minutes.add(lagMinuteSchema.parse(JSON.parse(String(value))));
    } catch (err) {
      if (!isUnreadableLogged)
        log.warn({ err, topic, offset }, 'a record of the history of lags is left out');
      isUnreadableLogged = true;
    }
  }

  async function follow(): Promise<void> {
    const onWaiting = ({ message }: TopicProblem) =>
      log.warn({ topic }, `there is no history of a day: ${message}`);
    await waitForTopic({ kafka, topic, onWaiting }, signal);
    const reader = await startReader(
      {
        kafka,
        topic,
        from: 'start',
        onRecords: (_partition, records) => records.forEach(add),
        onUnreadable: (range) => log.warn(range, 'records of the history of lags are left out'),
      },
      signal,
    );
    try {
      await abortable(reader.caughtUp, signal);
      backoff.reset();
      await abortable(reader.failed, signal);
    } finally {
      await reader.stop();
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await follow();
      } catch (err) {
        if (signal.aborted) return;
        log.warn({ err, topic }, 'the history of lags cannot be followed; trying again');
        await sleep(backoff.next(), signal);
      }
    }
  }
  const running = run();

  return {
    of: minutes.of,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
