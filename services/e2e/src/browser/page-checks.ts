import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The violations that axe finds on the current page, one line each. */
export async function accessibilityViolationsOf(page: Page): Promise<string[]> {
  // Evaluated: the page's content security policy forbids foreign scripts.
  await page.evaluate(await readFile(axe, 'utf8'));
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await checker.run()).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`);
  });
}

/** By how many pixels the page is wider than the viewport; 0 or less: no horizontal scrolling. */
export function horizontalOverflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** Adds up layout shifts from the page's first moment on; to be called before it is opened. */
export function watchShifts(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const shifted = { sum: 0 };
    Object.assign(window, { shifted });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput } = entry as PerformanceEntry & {
          value: number;
          hadRecentInput: boolean;
        };
        if (!hadRecentInput) shifted.sum += value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** The sum so far (CLS is its largest window, so at most this). @see https://web.dev/articles/cls */
export function shiftsOf(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { shifted: { sum: number } }).shifted.sum);
}
