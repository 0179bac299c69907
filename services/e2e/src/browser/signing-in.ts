import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page, ViewportSize } from 'playwright-core';
import { expect } from 'vitest';
import { root } from '../processes/child.ts';
import { accessibilityViolationsOf, horizontalOverflowOf } from './page-checks.ts';

/** Where pictures of pages are kept. */
export const screenshots = join(root, 'services/e2e/screenshots');
export const slow = { timeout: 60_000 };
export const phone = { width: 390, height: 844 };

export const shown = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor(slow);
export const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { name }).first().waitFor(slow);
export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
/** The header's button that names the person. */
export const me = (page: Page) => button(page, /change who you are/);

/** Opens a page in a context of its own: nobody is signed in there. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** Chooses somebody on the provider's page, once it is there. */
export async function choose(page: Page, person: string): Promise<void> {
  await heading(page, 'Who are you?');
  await button(page, new RegExp(`^${person}, `)).click();
}

/** Signs in as somebody, on a page that asks for it. */
export async function signIn(page: Page, person: string): Promise<void> {
  await button(page, 'Sign in').click();
  await choose(page, person);
  await me(page).waitFor(slow);
}

/** Places an order on the front page; resolves to its id. */
export async function placeOrder(page: Page, flavour: string): Promise<string> {
  await page.getByPlaceholder('or another one').fill(flavour);
  await button(page, 'Place the order').click();
  await page.waitForURL(/\/orders\/./, slow);
  return decodeURIComponent(new URL(page.url()).pathname.slice('/orders/'.length));
}

/**
 * Looks at what is on screen in several sizes, light and dark: kept as pictures, read by axe, no wider than the screen.
 * @param name the beginning of the pictures' names
 */
export async function lookAt(
  page: Page,
  name: string,
  sizes: Readonly<Record<string, ViewportSize>>,
): Promise<void> {
  const before = page.viewportSize();
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(screenshots, `${name}-${size}-${colorScheme}.png`) });
      expect(await accessibilityViolationsOf(page), `${name} ${size} ${colorScheme}`).toEqual([]);
      expect(await horizontalOverflowOf(page), `${name} ${size}`).toBeLessThanOrEqual(0);
    }
  }
  if (before) await page.setViewportSize(before);
}
