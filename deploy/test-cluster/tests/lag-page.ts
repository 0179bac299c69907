import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '@cupcakery/e2e/browser/browser';
import { root } from '../settings.ts';
import { openFront } from './front.ts';
import type { Shop } from './shop.ts';

const screenshots = join(root, 'services/e2e/screenshots');
const sizes = { desktop: { width: 1920, height: 1080 }, phone: { width: 390, height: 844 } };

/**
 * Opens the page Lag in a browser, on a desktop and a phone, light and dark, and leaves a picture of each.
 * @param expected what each must show
 * @returns of each, whether it scrolls sideways
 */
export async function lookAtLagPage(shop: Shop, expected: RegExp): Promise<Record<string, boolean>> {
  mkdirSync(screenshots, { recursive: true });
  const front = await openFront(shop);
  const browser = await launchBrowser();
  const scrolls: Record<string, boolean> = {};
  try {
    for (const [size, viewport] of Object.entries(sizes)) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await browser.newPage({ viewport, colorScheme });
        await page.goto(`${front.url}/lag`);
        await page.getByText(expected).first().waitFor({ timeout: 30_000 });
        const name = `lag-scaling-${size}-${colorScheme}`;
        await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
        scrolls[name] = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        await page.close();
      }
    }
  } finally {
    await browser.close();
    front.close();
  }
  return scrolls;
}
