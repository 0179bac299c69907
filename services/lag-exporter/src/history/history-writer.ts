import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { type TopicProblem, waitForTopic } from '@cupcakery/kit/kafka/admin/topic-watch';
import { type Producer, startProducer } from '@cupcakery/kit/kafka/produce/producer';
import type { Logger } from '@cupcakery/kit/log';
import { type LagMinute, lagMinuteKey } from '@cupcakery/workflow/contracts/lag-history';
import { createMinuteHistory } from '../lag/minute-history.ts';
import type { LagReport } from '../lag/report.ts';

/** Writes the lag of all groups to a compacted topic, once a minute, so that it survives this process. */
export type HistoryWriter = {
  add(report: LagReport): void;
  /** Writes what is known of the present minute. */
  stop(): Promise<void>;
};

/** All records go there: they are few, and an order between them matters to nobody. */
const partition = 0;
const deliveryTimeoutMs = 30_000;

/** Starts in the background: measuring does not wait for the topic, and minutes before there is one are dropped. */
export function startHistoryWriter(
  { kafka, topic, log }: { kafka: KafkaClient; topic: string; log: Logger },
  signal: AbortSignal,
): HistoryWriter {
  const history = createMinuteHistory();
  let producer: Producer | undefined;
  let failing = false;

  async function open(): Promise<void> {
    const onWaiting = ({ message }: TopicProblem) =>
      log.warn({ topic }, `the history of lags is not kept: ${message}`);
    await waitForTopic({ kafka, topic, onWaiting }, signal);
    producer = await startProducer({ kafka, topics: [topic], deliveryTimeoutMs }, signal);
  }

  async function write(minutes: readonly LagMinute[]): Promise<void> {
    try {
      await producer?.send(
        minutes.map((minute) => ({
          topic,
          partition,
          key: lagMinuteKey(minute),
          value: JSON.stringify(minute),
        })),
      );
      failing = false;
    } catch (err) {
      if (!failing) log.warn({ err, topic }, 'the history of lags cannot be written; it has a gap');
      failing = true;
    }
  }

  const opening = open().catch((err: unknown) => {
    if (!signal.aborted) log.error({ err, topic }, 'the history of lags is not kept');
  });
  return {
    add(report) {
      const finished = history.add(report);
      if (finished.length > 0) void write(finished);
    },
    async stop() {
      await opening;
      await write(history.present());
      await producer?.stop();
    },
  };
}
