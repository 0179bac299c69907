import type { Browser, BrowserContext } from 'playwright-core';

export type Person = { name: string; role: string };

export const customer: Person = { name: 'cleo', role: 'customer' };
export const staff: Person = { name: 'max', role: 'admin' };

/** A browser without a cache, in which the pages are a person's. */
export async function openAs(browser: Browser, { name, role }: Person): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const persona = JSON.stringify({ name, roles: [role] });
  await context.addInitScript((text) => sessionStorage.setItem('cupcakery.persona', text), persona);
  return context;
}
