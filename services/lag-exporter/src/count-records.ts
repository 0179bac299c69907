import type { Inspector } from '@cupcakery/kit/kafka/admin/inspector';
import type { Logger } from '@cupcakery/kit/log';
import { createRecordCounts } from './lag/record-counts.ts';
import type { LagReport } from './lag/report.ts';

/** Partitions read per collection. */
const maxReads = 400;
/** Bytes read per collection and of one partition: some hundred tickets, whose share of the offsets is the others' too. */
const maxBytes = 8 << 20;
const maxBytesEach = 64 << 10;
/** The report waits no longer for them: the last share then tells the records. */
const withinMs = 1_000;

/**
 * Tells of each report how many records wait, which autoscalers follow: in the offsets of its lag the markers of
 * transactions count as well, one for each, so under a trickle lag is twice the work.
 */
export function createRecordsTeller(
  inspector: Pick<Inspector, 'countRecords'>,
  log: Logger,
): (report: LagReport) => Promise<LagReport> {
  const counts = createRecordCounts();
  let failed = false;
  return async (report) => {
    const stretches = counts.wanted(report, maxReads);
    if (stretches.length > 0) {
      const bytesEach = Math.min(maxBytesEach, Math.floor(maxBytes / stretches.length));
      const { counts: read, problem } = await inspector.countRecords(stretches, { withinMs, bytesEach });
      for (const [stretch, count] of read) counts.learn(stretch, count);
      // Once, not at each collection; topics that may not be read would otherwise fill the log.
      if (problem !== undefined && !failed) {
        log.warn(
          { err: problem },
          'waiting records cannot all be counted; where possible they are estimated',
        );
      }
      failed = problem !== undefined;
    }
    return counts.fill(report);
  };
}
