import type { Inspector } from '@cupcakery/kit/kafka/admin/inspector';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { LagReport } from '../lag/report.ts';
import { startCollector } from './collector.ts';

/** One group with six records waiting on one partition, the oldest written at `timestamp` (ms) as it says. */
function inspectorOf(timestamp: number | undefined, failing: Partial<Inspector> = {}): Inspector {
  const committed = new Map([['cakes', new Map([[0, { offset: 4, metadata: '' }]])]]);
  return {
    groups: async () => [{ group: 'bakers', protocol: 'consumer' }],
    describe: async () => [{ group: 'bakers', state: 'Stable', members: [], owned: new Map() }],
    committed: async () => committed,
    bounds: async () => new Map([[0, { begin: 0, end: 10 }]]),
    timeAt: async () => timestamp,
    countRecords: async () => ({ counts: new Map(), problem: undefined }),
    stop: async () => {},
    ...failing,
  };
}

/** Collects from an inspector until the test ends. */
function collecting(inspector: Inspector) {
  const reports: LagReport[] = [];
  const lines: string[] = [];
  const log = { info() {}, debug() {}, warn: (_fields: object, line: string) => lines.push(line) };
  const collector = startCollector({
    inspector,
    includes: () => true,
    intervalMs: 1,
    staleAfterMs: 60_000,
    log: log as never,
    onReport: (report) => reports.push(report),
    onFailure() {},
  });
  onTestFinished(() => collector.stop());
  return { reports, lines };
}

describe('the age of a group whose oldest record has a timestamp', () => {
  it.each<[string, () => number, RegExp | undefined]>([
    ['of a minute ago is known', () => Date.now() - 60_000, undefined],
    ['of 0 is unknown, not 56 years', () => 0, /cannot be true/],
    ['in microseconds is unknown, not 0', () => Date.now() * 1000, /cannot be true/],
  ])('%s', async (_name, timestamp, line) => {
    const { reports, lines } = collecting(inspectorOf(timestamp()));
    // The time is read after the first collection and counts from the second on.
    await vi.waitFor(() => expect(reports.length).toBeGreaterThan(2));
    const age = reports.at(-1)?.groups[0]?.topics[0]?.oldestAgeSeconds;
    if (line) {
      expect(age).toBeUndefined();
      expect(lines.filter((one) => line.test(one))).toHaveLength(1);
    } else {
      expect(age).toBeGreaterThan(59);
    }
  });
});

it.each<[string, Partial<Inspector>]>([
  ['offsets of topic cakes', { bounds: () => Promise.reject(new Error('no leader')) }],
  ['groups cannot be described', { describe: () => Promise.reject(new Error('not authorized')) }],
  ['commits of group bakers', { committed: () => Promise.reject(new Error('not authorized')) }],
  ['times of records of cakes', { timeAt: () => Promise.reject(new Error('no leader')) }],
])('what cannot be collected is logged once while it lasts: %s', async (what, failing) => {
  const { reports, lines } = collecting(inspectorOf(undefined, failing));
  await vi.waitFor(() => expect(reports.length).toBeGreaterThan(3));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(what);
});
