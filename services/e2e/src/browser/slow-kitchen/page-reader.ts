import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { openAs, type Person } from '../person.ts';
import { names } from './words.ts';

const slow = { timeout: 30_000 };

/** Looks up what a page says, by roles and labels; sentences are read by `words.ts`. */
export type PageReader = {
  /** The text of a part; waits until it is there. */
  text(part: Locator): Promise<string>;
  /** All that is visible. */
  everything(): Promise<string>;
  kitchen(): Locator;
  /** The trackers of the customer's own orders. */
  ownOrders(): Locator;
  lane(stage: string): Locator;
  /** A cell of a stage's row, by the name of its column. */
  cell(stage: string, column: string): Locator;
  figure(name: RegExp): Locator;
  /** What stands beside the page's name. */
  head(): Locator;
  /** The age of each ticket of a board's page, by the order's id. */
  ages(): Promise<Map<string, string>>;
  page: Page;
};

/** A person's browser whose clock is as far ahead as the services'. */
export async function openAhead(browser: Browser, person: Person, aheadMs: number): Promise<BrowserContext> {
  const viewport = { width: 1920, height: 1080 };
  const context = await openAs(browser, person, { viewport, timezoneId: 'UTC' });
  await context.addInitScript((ms) => {
    const Machine = Date;
    globalThis.Date = class extends Machine {
      constructor(...given: []) {
        super(...((given.length > 0 ? given : [Machine.now() + ms]) as []));
      }
      static override now(): number {
        return Machine.now() + ms;
      }
    } as DateConstructor;
  }, aheadMs);
  return context;
}

/** Opens a page, lets `read` look at it, and closes it. */
export async function readPage<T>(
  context: BrowserContext,
  url: string,
  read: (reader: PageReader) => Promise<T>,
): Promise<T> {
  const page = await context.newPage();
  try {
    await page.goto(url);
    return await read(readerOf(page));
  } finally {
    await page.close();
  }
}

function readerOf(page: Page): PageReader {
  const kitchen = () => page.getByRole('region', { name: names.kitchen });
  return {
    page,
    async text(part) {
      await part.waitFor(slow);
      return part.innerText();
    },
    everything: () => page.getByRole('main').innerText(),
    kitchen,
    ownOrders: () => page.getByRole('region', { name: names.ownOrders }),
    lane: (stage) => kitchen().getByRole('region', { name: names.lane(stage) }),
    cell(stage, column) {
      const row = page.getByRole('row', { name: names.row(stage) });
      return row.locator(`td[data-name="${column}"]`);
    },
    figure: (name) => page.locator('dt', { hasText: name }).locator('xpath=../dd'),
    head: () => page.getByRole('heading', { level: 1 }).locator('xpath=..'),
    async ages() {
      const tickets = page.locator('[data-ticket]');
      await tickets.first().waitFor(slow);
      const found = await tickets.evaluateAll((all) =>
        all.map((one): [string, string] => [
          one.getAttribute('data-ticket') ?? '',
          one.querySelector('time')?.textContent ?? '',
        ]),
      );
      return new Map(found);
    },
  };
}
