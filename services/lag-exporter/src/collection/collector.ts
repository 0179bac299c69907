import type { Inspector } from '@cupcakery/kit/kafka/admin/inspector';
import { plausibleTime } from '@cupcakery/kit/kafka/consume/plausible-time';
import type { Logger } from '@cupcakery/kit/log';
import { mapWithConcurrency } from '@cupcakery/kit/tools/map-with-concurrency';
import { createLagHistory, type LagHistory } from '../lag/lag-history.ts';
import { createLagModel } from '../lag/lag-model.ts';
import type { LagReport } from '../lag/report.ts';
import { collect } from './collect.ts';
import { createRecordCounter } from './count-records.ts';
import { createProblemLog } from './problem-log.ts';

/** The state of all groups, refreshed in the background: readers never wait for Kafka. */
export type Collector = {
  /** The last successful collection; undefined before the first. */
  latest(): LagReport | undefined;
  /** The last hour. */
  history: Pick<LagHistory, 'of'>;
  /** Whether the latest is too old to act on. */
  isStale(): boolean;
  stop(): Promise<void>;
};

export type CollectorEvents = {
  onReport(report: LagReport, seconds: number): void;
  onFailure(error: unknown): void;
};

/** Records read per collection, so that it ends even with thousands of idle groups. */
const maxReads = 40;
const maxConcurrentReads = 4;

/**
 * Collects, pauses and collects again until stopped.
 * @param intervalMs from the end of a collection to the next one
 * @param staleAfterMs age above which a report must not be acted on
 */
export function startCollector(
  options: {
    inspector: Inspector;
    includes: (group: string) => boolean;
    intervalMs: number;
    staleAfterMs: number;
    log: Logger;
    now?: () => number;
  } & CollectorEvents,
): Collector {
  const { inspector, includes, log, now = Date.now } = options;
  const model = createLagModel();
  const countRecords = createRecordCounter(inspector, log);
  const history = createLagHistory();
  const problems = createProblemLog(log);
  let latest: LagReport | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let failed = false;
  let running = Promise.resolve();

  async function once(): Promise<void> {
    const startedAt = performance.now();
    try {
      const observation = await collect(inspector, includes, { now, onProblem: problems.report });
      if (stopped) return;
      const report = await countRecords(model.add(observation));
      if (stopped) return;
      latest = report;
      history.add(latest);
      options.onReport(latest, (performance.now() - startedAt) / 1000);
      if (failed) log.info({}, 'Kafka answers again');
      failed = false;
      await readPendingTimes();
      problems.endCollection();
    } catch (err) {
      if (stopped) return;
      if (!failed) log.warn({ err }, 'offsets cannot be collected; trying again');
      failed = true;
      options.onFailure(err);
    }
  }

  /** Reads the times of records that the observations do not reach back to; those that fail stay pending. */
  async function readPendingTimes(): Promise<void> {
    await mapWithConcurrency(model.pending(maxReads), maxConcurrentReads, async (position) => {
      try {
        const { topic, partition, offset } = position;
        const timestamp = await inspector.timeAt(topic, partition, offset);
        const time = timestamp === undefined ? undefined : plausibleTime(timestamp, now());
        if (timestamp !== time)
          log.warn(
            { ...position, timestamp },
            'the timestamp of a record cannot be true, so its age is unknown; correct its producer',
          );
        model.record(position, time);
      } catch (err) {
        problems.report(`times of records of ${position.topic} cannot be read; their ages are unknown`, err);
      }
    });
  }

  function next(): void {
    if (stopped) return;
    running = once().then(() => {
      if (!stopped) timer = setTimeout(next, options.intervalMs);
    });
  }
  next();

  return {
    latest: () => latest,
    history,
    isStale: () => latest === undefined || now() - latest.at > options.staleAfterMs,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await inspector.stop();
      await running;
    },
  };
}
