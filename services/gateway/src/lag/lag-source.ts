import type { Logger } from '@cupcakery/kit/log';
import { type LagReport, lagReportSchema } from './lag-report.ts';

/** What lag-exporter said last, asked for in the background: nobody who looks at a page waits for it. */
export type LagSource = {
  latest(): { report: LagReport; stale: boolean } | undefined;
  stop(): void;
};

const pollMs = 2000;
const timeoutMs = 5000;
/** Without an answer for so long the last one is marked as old. */
const staleAfterMs = 15_000;

/** @param url lag-exporter's, without a path */
export function followLag(options: { url: string; log: Logger; now?: () => number }): LagSource {
  const { url, log, now = Date.now } = options;
  let latest: { report: LagReport; answeredAt: number } | undefined;
  let failing = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function ask(): Promise<void> {
    try {
      const response = await fetch(`${url}/api/lag`, { signal: AbortSignal.timeout(timeoutMs) });
      if (!response.ok) throw new Error(`lag-exporter answered ${response.status}`);
      latest = { report: lagReportSchema.parse(await response.json()), answeredAt: now() };
      if (failing) log.info({}, 'lag-exporter answers again');
      failing = false;
    } catch (err) {
      if (!failing) log.warn({ err }, 'lag-exporter does not answer; backlogs show its last numbers');
      failing = true;
    }
    if (!stopped) timer = setTimeout(ask, pollMs);
  }
  void ask();

  return {
    latest: () =>
      latest && {
        report: latest.report,
        stale: latest.report.stale || now() - latest.answeredAt > staleAfterMs,
      },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
