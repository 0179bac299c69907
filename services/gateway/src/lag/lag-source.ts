import type { ServiceFetch } from '@cupcakery/kit/auth/service-client';
import type { Logger } from '@cupcakery/kit/log';
import { startPolling } from '@cupcakery/kit/tools/poll';
import { type LagHistory, type LagReport, lagHistorySchema, lagReportSchema } from './lag-report.ts';

/** What lag-exporter reported last, polled in the background: no request of a client waits for it. */
export type LagSource = {
  latest(): { report: LagReport; stale: boolean } | undefined;
  /** The last hour of the groups with this name prefix; undefined, and a log line, when lag-exporter does not answer. */
  history(prefix: string): Promise<LagHistory | undefined>;
  stop(): void;
};

const pollMs = 2000;
const timeoutMs = 5000;
/** Without an answer for so long the last one is marked as stale. */
const staleAfterMs = 15_000;

/** @param options.url lag-exporter's, without a path */
export function startLagSource(options: {
  url: string;
  request: ServiceFetch;
  log: Logger;
  now?: () => number;
}): LagSource {
  const { url, request, log, now = Date.now } = options;
  let latest: { report: LagReport; answeredAt: number } | undefined;

  async function get(path: string): Promise<unknown> {
    const response = await request(`${url}${path}`, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Error(`lag-exporter answered ${response.status}`);
    return response.json();
  }

  const polling = startPolling({
    everyMs: pollMs,
    async request() {
      latest = { report: lagReportSchema.parse(await get('/api/lag')), answeredAt: now() };
    },
    onFailure: (err) => log.warn({ err }, 'lag-exporter does not answer; backlogs show its last numbers'),
    onRecovery: () => log.info({}, 'lag-exporter answers again'),
  });

  return {
    latest: () =>
      latest && {
        report: latest.report,
        stale: latest.report.stale || now() - latest.answeredAt > staleAfterMs,
      },
    async history(prefix) {
      try {
        return lagHistorySchema.parse(await get(`/api/lag/history?prefix=${encodeURIComponent(prefix)}`));
      } catch (err) {
        log.warn({ err, prefix }, 'the last hour of lags cannot be read; pages show none');
        return undefined;
      }
    },
    stop: polling.stop,
  };
}
