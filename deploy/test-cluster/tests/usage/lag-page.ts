import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '@cupcakery/e2e/browser/browser';
import { openPage, screenshots, signIn } from '@cupcakery/e2e/browser/signing-in';
import type { Shop } from '../shop/shop.ts';

const sizes = { desktop: { width: 1920, height: 1080 }, phone: { width: 390, height: 844 } };

/**
 * Opens the Lag page in a browser, signs in as who is on call, on a desktop and a phone, light and dark, and takes a screenshot of each.
 * @param expected text that each must show
 * @returns for each, whether it scrolls horizontally
 */
export async function captureLagPage(shop: Shop, expected: RegExp): Promise<Record<string, boolean>> {
  mkdirSync(screenshots, { recursive: true });
  const browser = await launchBrowser();
  const scrolls: Record<string, boolean> = {};
  try {
    for (const [size, viewport] of Object.entries(sizes)) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await openPage(browser, `${shop.origin.url}/lag`, { viewport, colorScheme });
        await signIn(page, 'Rio');
        await page.getByText(expected).first().waitFor({ timeout: 30_000 });
        const name = `lag-scaling-${size}-${colorScheme}`;
        await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
        scrolls[name] = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        await page.context().close();
      }
    }
  } finally {
    await browser.close();
  }
  return scrolls;
}
