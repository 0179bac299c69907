import type { Inspector } from '@cupcakery/kit/kafka/admin/inspector';
import type { Logger } from '@cupcakery/kit/log';
import { collect } from './collect.ts';
import { createRecordsTeller } from './count-records.ts';
import { inLanes } from './in-lanes.ts';
import { createLagHistory, type LagHistory } from './lag/lag-history.ts';
import { createLagModel } from './lag/lag-model.ts';
import type { LagReport } from './lag/report.ts';

/** What is known of all groups, refreshed in the background: whoever asks never waits for Kafka. */
export type Collector = {
  /** The last successful collection; undefined before the first. */
  latest(): LagReport | undefined;
  /** The last hour. */
  history: Pick<LagHistory, 'of'>;
  /** Whether the latest is too old to act upon. */
  isStale(): boolean;
  stop(): Promise<void>;
};

export type CollectorEvents = {
  onReport(report: LagReport, seconds: number): void;
  onFailure(error: unknown): void;
};

/** Records read per collection, so that one with thousands of standing groups ends as well. */
const maxReads = 40;
const readLanes = 4;

/**
 * Collects, rests, collects again until stopped.
 * @param intervalMs from the end of a collection to the next one
 * @param staleAfterMs age from which a report is not to be acted upon
 */
export function startCollector(
  options: {
    inspector: Inspector;
    wants: (group: string) => boolean;
    intervalMs: number;
    staleAfterMs: number;
    log: Logger;
    now?: () => number;
  } & CollectorEvents,
): Collector {
  const { inspector, wants, log, now = Date.now } = options;
  const model = createLagModel();
  const withRecords = createRecordsTeller(inspector, log);
  const history = createLagHistory();
  let latest: LagReport | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let failed = false;
  let running = Promise.resolve();

  async function once(): Promise<void> {
    const begun = performance.now();
    try {
      const observation = await collect(inspector, wants, now);
      if (stopped) return;
      const report = await withRecords(model.add(observation));
      if (stopped) return;
      latest = report;
      history.add(latest);
      options.onReport(latest, (performance.now() - begun) / 1000);
      if (failed) log.info({}, 'Kafka answers again');
      failed = false;
      await readWanted();
    } catch (err) {
      if (stopped) return;
      if (!failed) log.warn({ err }, 'offsets cannot be collected; trying again');
      failed = true;
      options.onFailure(err);
    }
  }

  /** Reads the times of records that no sighting reaches back to; what fails is wanted again next time. */
  async function readWanted(): Promise<void> {
    await inLanes(model.wanted(maxReads), readLanes, async (place) => {
      try {
        model.learn(place, await inspector.timeAt(place.topic, place.partition, place.offset));
      } catch (err) {
        log.debug({ err, ...place }, 'the time of a record cannot be read');
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
