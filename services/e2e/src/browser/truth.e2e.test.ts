import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { root } from '../processes/child.ts';
import { launchBrowser } from './browser.ts';
import { type LocalSystem, startLocalSystem } from './local-system.ts';
import { accessibilityViolationsOf, horizontalOverflowOf } from './page-checks.ts';

const screenshots = join(root, 'services/e2e/screenshots');
const slow = { timeout: 90_000 };
let system: LocalSystem;
let browser: Browser;

beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  system = await startLocalSystem({ manual: 'mix' });
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await system?.clean();
});

async function open(path: string, prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await prepare?.(page);
  await page.goto(`${system.url}${path}`);
  return page;
}

const place = () =>
  fetch(`${system.url}/api/v1/workflows/cupcakes/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ details: { flavour: 'Quince', size: 'S', quantity: 3 } }),
  });

it('says on every page of staff that orders are not decided, and since when, until they are again', async () => {
  const paths = ['/kitchen/mix', '/floor', '/lag'];
  const pages = await Promise.all(paths.map((path) => open(path)));
  const [, , lag] = pages;
  const heart = lag?.getByRole('row', { name: /Orders decided/ });
  await heart?.getByText('up to date').waitFor(slow);
  expect(await lag?.getByRole('row', { name: /^(gateway|order-api) .*up to date/ }).count()).toBe(2);

  await system.signal('order-processor', 'SIGSTOP');
  // It is accepted and waits; the customer is told so, not this.
  expect((await place()).status).toBe(202);
  for (const [i, page] of pages.entries()) {
    const banner = page.getByRole('complementary', { name: 'Orders' });
    await banner.getByText('Orders are not being decided.').waitFor(slow);
    await banner.getByText(/None for \d+ s, since \d\d:\d\d:\d\d/).waitFor(slow);
    expect(await horizontalOverflowOf(page)).toBeLessThanOrEqual(0);
    await page.screenshot({ path: join(screenshots, `undecided-${i}.png`) });
  }
  await heart?.getByText('stalled').waitFor(slow);
  if (lag) expect(await accessibilityViolationsOf(lag)).toEqual([]);

  await system.signal('order-processor', 'SIGCONT');
  for (const page of pages) {
    await page.getByRole('complementary', { name: 'Orders' }).waitFor({ state: 'detached', ...slow });
  }
  await heart?.getByText('up to date').waitFor(slow);
  await pages[0]?.getByText('3 × Quince').first().waitFor(slow);
  await Promise.all(pages.map((page) => page.close()));
});

it('keeps what the page of lags shows in its address', async () => {
  const page = await open('/lag');
  await page.getByRole('radio', { name: '6 hours' }).check();
  await page.getByRole('radio', { name: 'Worst' }).check();
  await page.getByRole('button', { name: 'Bake' }).click();
  await page.waitForURL(/\/lag\?/);
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
    period: '6h',
    sort: 'state',
    open: 'bake',
  });
  const again = await open(page.url().slice(system.url.length));
  await again.getByText('Last 6 hours of bake').waitFor(slow);
  expect(await again.getByRole('radio', { name: 'Worst' }).isChecked()).toBe(true);
  await again.getByRole('radio', { name: 'Hour', exact: true }).check();
  await again.waitForURL((url) => !url.searchParams.has('period'));
  await Promise.all([page.close(), again.close()]);
});

/** By how much the clock of the device is behind. */
const behindMs = 240_000;
const ageShape = z.string().regex(/^\d+:\d\d$/);

it('shows ages by the clock of the kitchen on a device whose own is wrong, and says so', async () => {
  await place();
  const placedAt = Date.now();
  const page = await open('/kitchen/mix', (page) =>
    page.addInitScript((ms) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() - ms;
    }, behindMs),
  );
  const notice = page.getByRole('complementary', { name: 'Clock' });
  await notice
    .getByText("The clock of this device is 4 min slow; times here follow the kitchen's clock.")
    .waitFor(slow);
  await page.screenshot({ path: join(screenshots, 'slow-clock.png') });
  await notice.getByRole('button', { name: 'OK' }).click();
  await notice.waitFor({ state: 'detached', ...slow });
  // By its own clock no ticket could be older than that of a future order: 0:00.
  await expect
    .poll(
      async () => {
        const ages = await page.getByRole('article').locator('time').allTextContents();
        const seconds = ages.map((age) => {
          const [minutes = 0, rest = 0] = ageShape.parse(age).split(':').map(Number);
          return minutes * 60 + rest;
        });
        const expected = (Date.now() - placedAt) / 1000;
        return seconds.some((age) => Math.abs(age - expected) <= 3 && age >= 2);
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  await page.close();
});
