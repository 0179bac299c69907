import type { Browser } from 'playwright-core';
import { shiftsOf, watchShifts } from '../../browser/page-checks.ts';
import { openAs, type Person } from '../../browser/person.ts';
import { viewport } from './people.ts';

/** One load of a page by somebody who was never there. */
export type PageLoad = {
  /** First and largest contentful paint, seconds after the navigation began. */
  firstPaint: number;
  largestPaint: number;
  /** Layout shifts, added up (CLS is at most this). */
  shifts: number;
  /** Over HTTP, compressed, with headers. */
  kilobytes: number;
};

/** DevTools' "Fast 3G": bytes a second, and ms for each request. */
const fast3G = {
  offline: false,
  downloadThroughput: (1.6 * 1024 * 1024 * 0.9) / 8,
  uploadThroughput: (750 * 1024 * 0.9) / 8,
  latency: 150 * 3.75,
};
const cpuSlowdown = 4;
/** After the load: data that come by WebSocket may paint something larger, or shift it. */
const settleMs = 4000;

/** Loads a page with an empty cache, on a slow phone: Fast 3G and a quarter of this machine's speed. */
export async function loadPage(browser: Browser, url: string, person: Person): Promise<PageLoad> {
  const context = await openAs(browser, person, { viewport });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    let bytes = 0;
    devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', fast3G);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
    await watchShifts(page);
    await page.addInitScript(watchPaints);
    await page.goto(url);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.waitForTimeout(settleMs);
    const paints = await page.evaluate(() => (window as unknown as { paints: Paints }).paints);
    return {
      firstPaint: paints.first / 1000,
      largestPaint: paints.largest / 1000,
      shifts: await shiftsOf(page),
      kilobytes: bytes / 1000,
    };
  } finally {
    await context.close();
  }
}

type Paints = { first: number; largest: number };

/** Runs in the page. */
function watchPaints(): void {
  const paints: Paints = { first: 0, largest: 0 };
  Object.assign(window, { paints });
  const watch = (type: string, note: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  watch('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') paints.first = startTime;
  });
  watch('largest-contentful-paint', ({ startTime }) => {
    paints.largest = startTime;
  });
}
