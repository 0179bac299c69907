import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startTcpProxy, type TcpProxy } from '@cupcakery/kit/testing/tcp-proxy';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { root } from '../processes/child.ts';
import { launchBrowser } from './browser.ts';
import { type LocalSystem, startLocalSystem } from './local-system.ts';
import { accessibilityViolationsOf, horizontalOverflowOf } from './page-checks.ts';
import { openAs } from './person.ts';

const screenshots = join(root, 'services/e2e/screenshots');
const slow = { timeout: 60_000 };
const wall = { width: 1920, height: 1080 };
const phone = { width: 390, height: 844 };
const placed = 60;
/** Tickets that a gateway sends at once: far fewer than by default, so that a test can exceed them. */
const maxSnapshot = 110;
let system: LocalSystem;
let proxy: TcpProxy;
let browser: Browser;
/** A cook's board on a wall, connected through the proxy that can be cut. */
let ann: Page;

beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  system = await startLocalSystem({
    manual: 'all',
    env: { MAX_SNAPSHOT: String(maxSnapshot) },
  });
  proxy = await startTcpProxy(system.port);
  browser = await launchBrowser();
  await Promise.all(Array.from({ length: placed }, (_, n) => place(n)));
  ann = await openBoardAs('ann', 'mixer', '/kitchen/mix', { viewport: wall }, proxy.port);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await proxy?.close();
  await system?.clean();
});

const api = '/api/v1/workflows/cupcakes/orders';
const orderShape = z.object({
  order: z.object({ id: z.string(), version: z.number(), stage: z.string(), status: z.string() }),
});
type Order = z.infer<typeof orderShape>['order'];

async function post(path: string, body: unknown): Promise<Order> {
  const answer = await fetch(`${system.url}${api}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.ok).toBe(true);
  return orderShape.parse(await answer.json()).order;
}
const place = (quantity: number, more: Record<string, string> = {}) =>
  post('', { details: { flavour: 'Vanilla', size: 'M', quantity: quantity + 1, ...more } });
const read = async (id: string): Promise<Order> =>
  orderShape.parse(await (await fetch(`${system.url}${api}/${id}`)).json()).order;

async function goAs(
  name: string,
  role: string,
  path: string,
  options: BrowserContextOptions = {},
  at = system.port,
  prepare: (context: BrowserContext) => Promise<unknown> = async () => {},
): Promise<Page> {
  const context = await openAs(browser, { name, role }, options);
  await prepare(context);
  const page = await context.newPage();
  await page.goto(`http://localhost:${at}${path}`);
  return page;
}
async function openBoardAs(...how: Parameters<typeof goAs>): Promise<Page> {
  const page = await goAs(...how);
  await tickets(page).first().waitFor(slow);
  return page;
}
const closeAll = (page: Page) => page.context().close();

const tickets = (page: Page): Locator => page.locator('[data-ticket]');
const ticket = (page: Page, id: string): Locator => page.locator(`[data-ticket="${id}"]`);
const idsOn = (page: Page): Promise<string[]> =>
  tickets(page).evaluateAll((all) => all.map((one) => one.getAttribute('data-ticket') ?? ''));
const pager = (page: Page): Locator => page.getByRole('navigation', { name: 'Pages' });
const banner = (page: Page): Locator => page.getByRole('complementary', { name: 'Connection' });
const isFocused = (one: Locator) => one.evaluate((element) => element === document.activeElement);
const shown = (what: Locator) => what.waitFor(slow);
const gone = (what: Locator) => what.waitFor({ state: 'detached', ...slow });
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { ...slow, interval: 100 });

/** All tickets from the first page to the last, by the keys that turn pages. */
async function idsOfAllPages(page: Page): Promise<string[]> {
  await page.keyboard.press('Home');
  const words = /of (\d+), page (\d+) of (\d+)/;
  const all: string[] = [];
  for (let index = 1; ; index += 1) {
    await shown(pager(page).getByText(`page ${index} of`));
    all.push(...(await idsOn(page)));
    const count = Number(words.exec((await pager(page).textContent()) ?? '')?.[3]);
    if (index === count) return all;
    await page.keyboard.press('PageDown');
  }
}

it.each([
  ['a wall', wall, `1–10 of ${placed}, page 1 of 6`, 10],
  ['a phone', phone, `1–4 of ${placed}, page 1 of 15`, 4],
] as const)('shows all of 60 tickets on counted pages that fit %s', async (_, viewport, words, perPage) => {
  const page = await openBoardAs('ann', 'mixer', '/kitchen/mix', { viewport });
  await shown(pager(page).getByText(words));
  expect(await tickets(page).count()).toBe(perPage);
  expect(await horizontalOverflowOf(page)).toBeLessThanOrEqual(0);
  const below = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  expect(below).toBeLessThanOrEqual(0);
  const ids = await idsOfAllPages(page);
  expect([ids.length, new Set(ids).size]).toEqual([placed, placed]);
  await page.keyboard.press('Home');
  await page.screenshot({ path: join(screenshots, `board-${viewport.width}.png`) });
  await closeAll(page);
});

const queueShape = z.object({
  data: z.object({
    tickets: z.array(z.object({ readyAt: z.string(), order: z.object({ id: z.string() }) })),
  }),
});
/** The tickets that wait at a stage, the oldest first, as the server has them. */
async function queueAt(stage: string) {
  const query = `{ tickets(stage: "${stage}") { readyAt order { id } } }`;
  const answer = await fetch(`${system.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return queueShape.parse(await answer.json()).data.tickets;
}

it('says how many orders are ahead, and that nobody can say when while a stage stands', async () => {
  const queue = await queueAt('mix');
  const last = queue.at(-1);
  const ahead = queue.filter(({ readyAt }) => readyAt < (last?.readyAt ?? '')).length;
  expect(ahead).toBeGreaterThan(placed / 2);
  const tracker = await goAs('cleo', 'admin', `/orders/${last?.order.id}`);
  await shown(tracker.getByText(`In the queue for mixing (${ahead} ahead).`));
  // For a minute it may be chance that nothing has left.
  const longer = { timeout: 120_000 };
  const cannotSay = 'It takes longer than usual; we cannot say yet when it will be ready.';
  await tracker.getByText(cannotSay).waitFor(longer);
  expect(await tracker.getByText('Expect it').count()).toBe(0);
  const form = await goAs('cleo', 'admin', '/');
  await shown(form.getByText('The kitchen stands still at the moment'));
  const lag = await goAs('cleo', 'admin', '/lag');
  const row = lag.getByRole('row', { name: /^Mix/ });
  await shown(row.getByText('stalled'));
  expect(await row.getByText(String(placed), { exact: true }).count()).toBe(1);
  await shown(row.getByText('idle'));
  await shown(lag.getByRole('row', { name: /^Ship/ }).getByText('no tickets'));
  await lag.screenshot({ path: join(screenshots, 'lag-stalled.png') });
  for (const page of [tracker, form, lag]) await closeAll(page);
});

it('is worked by keys alone: 4, Enter, and Backspace brings back ticket, age and focus', async () => {
  const id = (await idsOn(ann))[3] ?? '';
  const arrived = await ticket(ann, id).locator('time').getAttribute('datetime');
  await ann.keyboard.press('4');
  expect(await isFocused(ticket(ann, id))).toBe(true);
  expect(await ticket(ann, id).evaluate((one) => getComputedStyle(one).outlineStyle)).toBe('solid');
  await ann.keyboard.press('Enter');
  await gone(ticket(ann, id));
  expect(await read(id)).toMatchObject({ stage: 'bake' });
  // The focus stays with the board, so that the next key is heard.
  expect(await isFocused(ann.getByRole('list', { name: 'Tickets to mix' }))).toBe(true);
  await ann.keyboard.press('Backspace');
  await shown(ticket(ann, id).getByText('Recalled'));
  await eventually(async () => expect(await isFocused(ticket(ann, id))).toBe(true));
  expect(await ticket(ann, id).locator('time').getAttribute('datetime')).toBe(arrived);
  expect((await idsOn(ann)).indexOf(id)).toBe(3);
});

it('claims, rushes and holds by keys, and requires a reason before it stops an order', async () => {
  const [first = '', second = '', third = '', fourth = ''] = await idsOn(ann);
  await ann.keyboard.press('1');
  await ann.keyboard.press(' ');
  await shown(ticket(ann, first).getByText('You have it'));
  await ann.keyboard.press('2');
  await ann.keyboard.press('h');
  await ann.keyboard.press('3');
  await ann.keyboard.press('r');
  // A moment later the held one is last and the rushed one first.
  await eventually(async () => {
    const ids = await idsOn(ann);
    expect([ids[0], ids.includes(second)]).toEqual([third, false]);
  });
  const number = fourth.slice(-5).toUpperCase();
  await ticket(ann, fourth)
    .getByRole('button', { name: `More of ${number}` })
    .click();
  await ann.getByRole('button', { name: 'Report a problem' }).click();
  await ann.getByLabel('Another reason').fill('The bowl broke');
  await ann.getByRole('button', { name: 'Stop the order' }).click();
  await gone(ticket(ann, fourth));
  expect(await read(fourth)).toMatchObject({ status: 'incident' });
  await ann.keyboard.press('a');
  await shown(ann.getByRole('dialog', { name: 'All-day' }).getByText('Vanilla'));
  await ann.keyboard.press('Escape');
});

it('lets one of two finish a ticket and shows the other who was faster', async () => {
  const bob = await openBoardAs('bob', 'mixer', '/kitchen/mix', { viewport: wall });
  const id = (await idsOn(bob))[4] ?? '';
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await bob.route('**/graphql', async (route) => {
    await held;
    await route.continue();
  });
  await ticket(bob, id).getByRole('button', { name: /^Done/ }).click();
  await shown(ticket(bob, id).getByText('Finishing …'));
  await ticket(ann, id).getByRole('button', { name: /^Done/ }).click();
  await gone(ticket(ann, id));
  const { version } = await read(id);
  release();
  const alert = bob.getByRole('alert');
  await shown(alert.getByText(`Not finished: ${id.slice(-5).toUpperCase()}`));
  await shown(alert.getByText(/ann was faster: done at/));
  await bob.screenshot({ path: join(screenshots, 'board-second.png') });
  expect(await read(id)).toMatchObject({ version, stage: 'bake' });
  expect(await ann.getByRole('alert').textContent()).toBe('');
  await closeAll(bob);
});

it('keeps a cancelled ticket, struck through, until somebody has seen it', async () => {
  const id = (await idsOn(ann))[5] ?? '';
  await post(`/${id}/cancel`, {});
  await shown(ticket(ann, id).getByText(/^Cancelled/));
  const line = await ticket(ann, id)
    .getByText(/Vanilla/)
    .evaluate((text) => getComputedStyle(text.parentElement ?? text).textDecorationLine);
  expect(line).toBe('line-through');
  await ticket(ann, id).getByRole('button', { name: /^Seen/ }).click();
  await gone(ticket(ann, id));
});

it('shows that it is disconnected, keeps what is finished meanwhile, and is correct after reconnecting', async () => {
  const [, , finished = '', foreign = ''] = await idsOn(ann);
  const before = await read(finished);
  proxy.cut();
  await shown(banner(ann));
  await ticket(ann, finished).getByRole('button', { name: /^Done/ }).click();
  await shown(ticket(ann, finished).getByText('Waits for the connection'));
  await ann.screenshot({ path: join(screenshots, 'board-cut.png') });
  // Others go on: one ticket leaves, one comes.
  await post(`/${foreign}/complete`, { stage: 'mix' });
  const { id: late } = await place(99, { notes: 'came while the line was cut' });
  expect((await read(finished)).version).toBe(before.version);
  proxy.restore();
  await gone(banner(ann));
  await gone(ticket(ann, finished));
  await gone(ticket(ann, foreign));
  expect(await read(finished)).toMatchObject({ stage: 'bake', version: before.version + 1 });
  const ids = await idsOfAllPages(ann);
  expect(ids).toContain(late);
  expect(new Set(ids).size).toBe(ids.length);
  await ann.keyboard.press('Home');
});

it('recovers automatically after the gateway was killed', async () => {
  const [, , id = ''] = await idsOn(ann);
  await system.signal('gateway', 'SIGKILL');
  await post(`/${id}/complete`, { stage: 'mix' });
  await gone(ticket(ann, id));
  await shown(ann.getByText('Live', { exact: true }));
  const words = await ann.getByText(/^\d+ tickets$/).textContent();
  expect(words).toBe(`${(await idsOfAllPages(ann)).length} tickets`);
  await ann.keyboard.press('Home');
});

it('is right at once when it is seen again after six minutes hidden', async () => {
  const page = await openBoardAs('eve', 'mixer', '/kitchen/mix', { viewport: wall }, system.port, (context) =>
    context.clock.install(),
  );
  const [oldest = ''] = await idsOn(page);
  const hide = (hidden: boolean) =>
    page.evaluate((now) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => now });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await hide(true);
  await page.clock.pauseAt(Date.now() + 1_000);
  await post(`/${oldest}/complete`, { stage: 'mix' });
  await page.clock.fastForward('06:00');
  await page.clock.resume();
  await hide(false);
  await gone(ticket(page, oldest));
  // By the clock of the kitchen: that of this device went six minutes too far.
  const ages = () =>
    tickets(page)
      .locator('time')
      .evaluateAll((all) => all.map((one) => [one.getAttribute('datetime') ?? '', one.textContent ?? '']));
  await eventually(async () => {
    for (const [since = '', shown = ''] of await ages()) {
      const [minutes = 0, seconds = 0] = shown.split(':').map(Number);
      const off = minutes * 60 + seconds - (Date.now() - Date.parse(since)) / 1_000;
      expect(Math.abs(off)).toBeLessThan(3);
    }
  });
  await closeAll(page);
});

it.each([
  ['the board', '/kitchen/mix', wall, 'light', 1],
  ['the board', '/kitchen/mix', phone, 'dark', 1],
  ['expo', '/expo', phone, 'light', 1],
  ['the board at 200 %', '/kitchen/mix', { width: 960, height: 540 }, 'dark', 2],
] as const)('is usable by all: %s (%s) at %o, %s', async (_, path, viewport, scheme, deviceScaleFactor) => {
  const page = await openBoardAs('local', 'admin', `${path}?theme=${scheme}`, {
    viewport,
    deviceScaleFactor,
    reducedMotion: 'reduce',
  });
  expect(await accessibilityViolationsOf(page)).toEqual([]);
  expect(await horizontalOverflowOf(page)).toBeLessThanOrEqual(0);
  const done = page.getByRole('button', { name: /^Done/ }).first();
  if (path !== '/expo') expect((await done.boundingBox())?.height).toBeGreaterThanOrEqual(48);
  await page.screenshot({
    path: join(screenshots, `board${path.replaceAll('/', '-')}-${viewport.width}-${scheme}.png`),
  });
  await closeAll(page);
});

it('highlights what is new once, and moves nothing under reduced motion', async () => {
  const isLit = async () => {
    const { id } = await place(7);
    await post(`/${id}/mark`, { rushed: true });
    await shown(ticket(ann, id));
    return ticket(ann, id).evaluate((one) => getComputedStyle(one, '::after').animationName !== 'none');
  };
  expect(await isLit()).toBe(true);
  await ann.emulateMedia({ reducedMotion: 'reduce' });
  expect(await isLit()).toBe(false);
  expect(await ann.evaluate(() => document.getAnimations().length)).toBe(0);
});

it('shows expo how far whole orders are, and lets it finish the last stages', async () => {
  const { id } = await place(41, { flavour: 'Elderberry' });
  for (const stage of ['mix', 'bake', 'decorate']) await post(`/${id}/complete`, { stage });
  const page = await openBoardAs('pat', 'packager', '/expo?theme=dark', { viewport: wall });
  await page.getByRole('button', { name: /^My stations/ }).click();
  const card = ticket(page, id);
  await shown(card.getByText('3 of 5 done'));
  await card.getByRole('button', { name: /^Box/ }).click();
  await gone(card);
  await page.getByRole('button', { name: /^My stations/ }).click();
  await page.keyboard.press('End');
  await shown(card.getByText('Ready'));
  expect(await card.getAttribute('data-tone')).toBe('ready');
  expect(await accessibilityViolationsOf(page)).toEqual([]);
  await page.screenshot({ path: join(screenshots, 'expo-dark.png') });
  await closeAll(page);
});

it('reports correctly whether sound works and the screen stays on', async () => {
  const page = await goAs('ann', 'mixer', '/kitchen/mix', { viewport: wall }, system.port, (context) =>
    context.addInitScript(() => {
      const request = navigator.wakeLock.request.bind(navigator.wakeLock);
      navigator.wakeLock.request = async (type) => {
        const lock = await request(type);
        Object.assign(window, { lock });
        return lock;
      };
    }),
  );
  const sound = page.locator('[data-indicator="sound"]');
  const wake = page.locator('[data-indicator="wake"]');
  // Playwright's own look at a page counts as a click, which would unblock the sound.
  const silently = await page.context().newCDPSession(page);
  await eventually(async () => {
    const expression = 'document.querySelector("[data-indicator=sound]")?.textContent';
    const { result } = await silently.send('Runtime.evaluate', { expression });
    expect(result.value).toMatch(/^Sound blocked/);
  });
  await page.keyboard.press('1');
  await shown(sound.getByText('Sound on'));
  await page.keyboard.press('s');
  await shown(sound.getByText('Sound off'));
  await shown(wake.getByText('Screen stays on'));
  // As the device does when the page is hidden or the battery is low.
  await page.evaluate(() => (window as unknown as { lock: WakeLockSentinel }).lock.release());
  await shown(wake.getByText('Screen may sleep'));
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await shown(wake.getByText('Screen stays on'));
  await closeAll(page);
});

it('lets keys be changed and switched off', async () => {
  await ann.getByRole('button', { name: 'Settings' }).click();
  const settings = ann.getByRole('dialog', { name: 'This board' });
  expect(await accessibilityViolationsOf(ann)).toEqual([]);
  await settings.getByRole('button', { name: /^Finish the ticket: Enter/ }).click();
  await ann.keyboard.press('x');
  await shown(settings.getByRole('button', { name: /^Finish the ticket: X/ }));
  await ann.keyboard.press('Escape');
  const [id = ''] = await idsOn(ann);
  await ann.keyboard.press('1');
  await ann.keyboard.press('Enter');
  expect(await ticket(ann, id).getAttribute('aria-busy')).toBe('false');
  await ann.keyboard.press('x');
  await gone(ticket(ann, id));
  await ann.getByRole('button', { name: 'Settings' }).click();
  await settings.getByLabel('Single keys work the board').uncheck();
  await settings.getByRole('button', { name: 'Close' }).click();
  const [next = ''] = await idsOn(ann);
  await ann.keyboard.press('1');
  expect(await isFocused(ticket(ann, next))).toBe(false);
});

it('lets a tab act as another person with other rights', async () => {
  const page = await openBoardAs('ann', 'mixer', '/kitchen/mix', { viewport: phone });
  await shown(page.getByRole('button', { name: /^Done/ }).first());
  await page.getByRole('button', { name: /change who you are/ }).click();
  await page.getByLabel('Name').fill('berta');
  expect(await accessibilityViolationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: /^Baker/ }).click();
  await shown(page.getByText('You may look; the work is for others.'));
  expect(await page.getByRole('button', { name: /^Done/ }).count()).toBe(0);
  await shown(page.getByRole('button', { name: /^berta/ }));
  // Another tab keeps its person.
  await shown(ann.getByRole('button', { name: /^ann/ }));
  await closeAll(page);
});

it('begins a cook at the own board, with the front page a link away', async () => {
  const page = await goAs('mo', 'mixer', '/');
  await page.waitForURL('**/kitchen/mix', slow);
  await tickets(page).first().waitFor(slow);
  await page.getByRole('link', { name: 'Cupcakery' }).click();
  // The lanes come with the live data, after the heading.
  await shown(page.getByText('your station').first());
  expect(await page.getByText('your station').count()).toBe(1);
  await closeAll(page);
});

it('shows all stages in one row; their heads are links, and keys scroll what does not fit', async () => {
  const page = await goAs('cleo', 'admin', '/', { viewport: { width: 1440, height: 900 } });
  const stages = page.getByRole('region', { name: 'Stages' });
  const heads = ['Mix', 'Bake', 'Decorate', 'Package', 'Ship', 'Ended'].map((name) =>
    stages.getByRole('heading', { level: 3, name }),
  );
  await shown(page.getByText(/^\d+ in work, \d+ waiting/).first());
  const boxes = await Promise.all(heads.map((head) => head.boundingBox()));
  expect(new Set(boxes.map((box) => Math.round(box?.y ?? -1))).size).toBe(1);
  expect(boxes.every((box) => box && box.x + box.width <= 1440 && box.y < 900)).toBe(true);
  expect(await accessibilityViolationsOf(page)).toEqual([]);
  await page.screenshot({ path: join(screenshots, 'front-page-1440.png') });

  await page.setViewportSize({ width: 1100, height: 800 });
  expect(await horizontalOverflowOf(page)).toBeLessThanOrEqual(0);
  await stages.focus();
  await page.keyboard.press('ArrowRight');
  await eventually(async () =>
    expect(await stages.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0),
  );
  await stages.getByRole('link', { name: 'Decorate' }).click();
  await page.waitForURL('**/kitchen/decorate', slow);
  await closeAll(page);
});

it('shows the oldest tickets and the number of all when there are too many to follow', async () => {
  await Promise.all(Array.from({ length: maxSnapshot + 20 }, (_, n) => place(n)));
  const page = await openBoardAs('ann', 'mixer', '/kitchen/mix', { viewport: wall });
  const heading = page.getByText(/^The oldest \d+ of \d+ tickets$/);
  await shown(heading);
  const [shownCount = 0, all = 0] = ((await heading.textContent()) ?? '').match(/\d+/g)?.map(Number) ?? [];
  expect(all).toBeGreaterThan(maxSnapshot);
  expect(shownCount).toBe(all);
  const [id = ''] = await idsOn(page);
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await gone(ticket(page, id));
  await page.screenshot({ path: join(screenshots, 'too-many-tickets.png') });
  await closeAll(page);
});
