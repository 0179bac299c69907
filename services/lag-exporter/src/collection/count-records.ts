import type { Inspector } from '@cupcakery/kit/kafka/admin/inspector';
import type { Logger } from '@cupcakery/kit/log';
import type { LagReport } from '../lag/report.ts';
import { createRecordCounts } from '../records/record-counts.ts';

/** Partitions read per collection. */
const maxReads = 400;
/** Bytes read per collection and per partition: some hundred tickets, enough to estimate the rest from. */
const maxBytes = 8 << 20;
const maxBytesEach = 64 << 10;
/** The report waits no longer than this for the counts; the last ratio is used then. */
const withinMs = 1_000;

/**
 * Adds to each report how many records wait, which autoscalers follow. The offsets of a lag include the markers of
 * transactions, one each, so under a trickle the lag is twice the work.
 */
export function createRecordCounter(
  inspector: Pick<Inspector, 'countRecords'>,
  log: Logger,
): (report: LagReport) => Promise<LagReport> {
  const counts = createRecordCounts();
  let failed = false;
  return async (report) => {
    const stretches = counts.pending(report, maxReads);
    if (stretches.length > 0) {
      const bytesEach = Math.min(maxBytesEach, Math.floor(maxBytes / stretches.length));
      const { counts: read, problem } = await inspector.countRecords(stretches, { withinMs, bytesEach });
      for (const [stretch, count] of read) counts.record(stretch, count);
      // Once and not per collection: topics without the right to read would otherwise fill the log.
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
