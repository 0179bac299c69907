import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';

export type Person = { name: string; role: string };

/** Opens a browser without a cache in which the pages are a person's; only a local system accepts that. */
export async function openAs(
  browser: Browser,
  { name, role }: Person,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  const persona = JSON.stringify({ name, roles: [role] });
  await context.addInitScript((text) => sessionStorage.setItem('cupcakery.persona', text), persona);
  return context;
}
