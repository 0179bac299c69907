import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { metricNames } from '@cupcakery/kit/metrics/metrics';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { root } from '../processes/child.ts';
import { launchBrowser } from './browser.ts';
import { startKitchenApp } from './kitchen-app.ts';
import { type LocalSystem, startLocalSystem } from './local-system.ts';
import { accessibilityViolationsOf, horizontalOverflowOf, shiftsOf, watchShifts } from './page-checks.ts';

// Below the ports that `freePorts` gives to tests beside this one, and clear of a `make up` with its defaults.
const port = 8_300 + (process.pid % 4) * 150;
const screenshots = join(root, 'services/e2e/screenshots');
const slow = { timeout: 90_000 };
/** A second workflow file, as somebody may add one. */
const tea = `
name: tea
title: Tea
promise: 5m
details: { type: object, required: [kind], properties: { kind: { type: string } } }
stages:
  - { name: boil, done: boiled, verb: boil, topic: toboil, role: tea-cook, mode: timer, takes: 0s }
results: { topic: servedtea }
`;
let workflows: string;
let system: LocalSystem;
let browser: Browser;

beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  workflows = await mkdtemp(join(tmpdir(), 'cupcakery-workflows-'));
  await copyFile(join(root, 'charts/cupcakery/workflows/cupcakes.yaml'), join(workflows, 'cupcakes.yaml'));
  await writeFile(join(workflows, 'tea.yaml'), tea);
  system = await startLocalSystem(port, port + 50, { workflows });
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await system?.clean();
  await rm(workflows, { recursive: true, force: true });
});

async function open(path: string, width = 1280, height = 900): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.goto(`${system.url}${path}`);
  return page;
}

/** Fills the form and places the order; returns the link to follow it. */
async function placeOrder(page: Page, flavour: string): Promise<string> {
  await page.getByPlaceholder('or another one').fill(flavour);
  await page.getByRole('radio', { name: 'XL' }).check();
  await page.getByRole('button', { name: 'Place the order' }).click();
  const link = page.getByRole('link', { name: 'Follow this order' });
  await link.waitFor(slow);
  return (await link.getAttribute('href')) ?? '';
}

const tickets = '/api/v1/workflows/cupcakes/orders';
const post = (path: string, body: unknown) =>
  fetch(`${system.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const orderShape = z.object({ order: z.object({ id: z.string(), status: z.string() }) });

/** Places three small ones past the gateway; returns the order's id. */
async function orderByRest(flavour: string): Promise<string> {
  const answer = await post(tickets, { details: { flavour, size: 'S', quantity: 3 } });
  expect(answer.status).toBe(201);
  return orderShape.parse(await answer.json()).order.id;
}

/** A mark that a reload would wipe out. */
const mark = (page: Page) => page.evaluate(() => Object.assign(window, { sameDocument: true }));
const isMarked = (page: Page) => page.evaluate(() => 'sameDocument' in window);

it('shows an order on its way to shipped, without a reload', async () => {
  const page = await open('/');
  const path = await placeOrder(page, 'Pistachio');
  await page.getByRole('link', { name: 'Follow this order' }).click();
  await mark(page);
  await page.getByRole('heading', { name: /Pistachio/ }).waitFor(slow);
  for (const done of ['Mixed', 'Baked', 'Decorated', 'Packaged', 'Shipped']) {
    await page.getByRole('heading', { level: 3, name: new RegExp(`^${done}`) }).waitFor(slow);
  }
  expect(await isMarked(page)).toBe(true);
  await page.screenshot({ path: join(screenshots, 'order-shipped.png'), fullPage: true });
  // the link is all one needs
  const again = await open(path);
  await again.getByRole('heading', { level: 3, name: /^Shipped/ }).waitFor(slow);
  await again.close();
  await page.close();
});

it('shows all stages live, and resumes automatically after the gateway was killed', async () => {
  const watcher = await open('/');
  await watcher.getByRole('heading', { name: 'The kitchen, now' }).waitFor(slow);
  await mark(watcher);
  // Frozen first: a killed gateway may be back before the page has anything to report.
  await system.signal('gateway', 'SIGSTOP');
  await watcher.getByRole('complementary', { name: 'Connection' }).waitFor(slow);
  await watcher.screenshot({ path: join(screenshots, 'connection-lost.png') });
  // order-api is another process: an order comes in meanwhile
  await orderByRest('Elderflower');
  await system.signal('gateway', 'SIGKILL');
  await watcher
    .getByText(/3 × Elderflower/)
    .first()
    .waitFor(slow);
  await watcher.getByRole('complementary', { name: 'Connection' }).waitFor({ state: 'detached', ...slow });
  expect(await isMarked(watcher)).toBe(true);
  await watcher.close();
});

it('serves a kitchen app of fifteen lines, through the death of the gateway too', async () => {
  const app = startKitchenApp(`${system.url.replace('http', 'ws')}/graphql`, 'bake');
  const seen = (id: string) =>
    vi.waitFor(() => expect(app.lines.some((line) => line.includes(id))).toBe(true), slow);
  try {
    await seen(await orderByRest('Before'));
    await system.signal('gateway', 'SIGKILL');
    await seen(await orderByRest('After'));
  } finally {
    await app.stop();
  }
});

it('shows a stopped order at the desk, lets it be retried, and shows its history', async () => {
  const id = await orderByRest('Gooseberry');
  expect((await post(`${tickets}/${id}/fail`, { stage: 'mix', reason: 'The bowl broke' })).status).toBe(200);
  const page = await open('/incidents');
  const card = page.getByRole('article', { name: `Order ${id.slice(-5).toUpperCase()}` });
  await card.getByText('The bowl broke').waitFor(slow);
  await page.screenshot({ path: join(screenshots, 'incidents.png') });
  await card.getByRole('button', { name: 'Try mix again' }).click();
  await card.waitFor({ state: 'detached', ...slow });
  await page.getByText('All clear').waitFor(slow);
  await page.goto(`${system.url}/orders/${id}/history`);
  await page.getByText('Stopped at mix: The bowl broke').waitFor(slow);
  await page.getByText('Tried again at mix').waitFor(slow);
  // Events that happen while the page is open are added automatically.
  await page.getByText('Finished').waitFor(slow);
  await page.screenshot({ path: join(screenshots, 'history.png') });
  await page.close();
});

it('shows customers their own orders only, under way and done', async () => {
  await orderByRest('Kumquat');
  const page = await open('/orders');
  await page.getByText(/3 × Kumquat/).waitFor(slow);
  await page.getByText('Shipped').first().waitFor(slow);
  await page.screenshot({ path: join(screenshots, 'my-orders.png') });
  const stranger = await browser.newPage();
  await stranger.addInitScript(() =>
    sessionStorage.setItem('cupcakery.persona', JSON.stringify({ name: 'zoe', roles: ['customer'] })),
  );
  await stranger.goto(`${system.url}/orders`);
  await stranger.getByText('You have not ordered anything yet.').waitFor(slow);
  expect(await stranger.getByRole('link', { name: 'Floor' }).count()).toBe(0);
  await stranger.close();
  await page.close();
});

it('counts on the floor what the kitchen did', async () => {
  const page = await open('/floor');
  const finished = page.locator('dt', { hasText: /^Finished$/ }).locator('xpath=../dd');
  await vi.waitFor(async () => expect(Number(await finished.textContent())).toBeGreaterThan(0), slow);
  for (const stage of ['Mix', 'Bake', 'Decorate', 'Package', 'Ship']) {
    expect(await page.getByRole('rowheader', { name: stage }).count()).toBe(1);
  }
  await page.screenshot({ path: join(screenshots, 'floor.png') });
  await page.close();
});

it('shows the lag of each stage, its hour and its partitions', async () => {
  const page = await open('/lag');
  for (const stage of ['Mix', 'Ship']) await page.getByRole('rowheader', { name: stage }).waitFor(slow);
  const toggle = page.getByRole('button', { name: 'Decorate' });
  await toggle.click();
  await page.getByText('Last hour of decorate').waitFor(slow);
  await page.getByRole('table', { name: 'Partitions of decorate' }).waitFor(slow);
  // No Kubernetes: the members are the replicas, and each partition could have one.
  await page
    .getByText(/^Has 1, at most \d+$/)
    .first()
    .waitFor(slow);
  await page.getByText('No autoscaler is watched').first().waitFor(slow);
  await page.screenshot({ path: join(screenshots, 'lag.png'), fullPage: true });
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await horizontalOverflowOf(page)).toBeLessThanOrEqual(0);
  await page.close();
});

it('shifts no layout while somebody reads', async () => {
  // It goes its way while the pages are looked at.
  const id = await orderByRest('Quince');
  const pages = await Promise.all(
    ['/', '/orders', '/kitchen', '/floor', '/lag', '/incidents'].map(async (path) => {
      const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
      await watchShifts(page);
      await page.goto(`${system.url}${path}`, { waitUntil: 'networkidle' });
      return { path, page };
    }),
  );
  await vi.waitFor(async () => {
    const { order } = orderShape.parse(await (await fetch(`${system.url}${tickets}/${id}`)).json());
    expect(order.status).toBe('finished');
  }, slow);
  const shifts = await Promise.all(
    pages.map(async ({ path, page }) => ({ path, shift: await shiftsOf(page) })),
  );
  expect(shifts.filter(({ shift }) => shift >= 0.1)).toEqual([]);
  await Promise.all(pages.map(({ page }) => page.close()));
});

it('is a small first load', async () => {
  const page = await browser.newPage();
  const files = new Map<string, number>();
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (!response.url.endsWith('/graphql')) files.set(requestId, 0);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (files.has(requestId)) files.set(requestId, encodedDataLength);
  });
  await page.goto(`${system.url}/`, { waitUntil: 'networkidle' });
  const bytes = [...files.values()].reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(150_000);
  await page.close();
});

it('publishes the metrics that the list names, under one origin, and no others', async () => {
  const text = await (await fetch(`${system.url}/metrics`)).text();
  const families = new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name ?? ''));
  const own = [...families].filter((name) => /^(cupcakery|kafka_consumergroup)_/.test(name));
  // The scaling's and the notifier's are not there yet.
  const notYet = metricNames.filter((name) =>
    /^cupcakery_(stage_(replicas|scaling)|notifications)_?/.test(name),
  );
  expect(own.toSorted()).toEqual(metricNames.filter((name) => !notYet.includes(name)).toSorted());
});

it('runs the workflow of every file, to its end and with its pages', async () => {
  const answer = await post('/api/v1/workflows/tea/orders', { details: { kind: 'green' } });
  expect(answer.status).toBe(201);
  const { id } = orderShape.parse(await answer.json()).order;
  await vi.waitFor(async () => {
    const read = await fetch(`${system.url}/api/v1/workflows/tea/orders/${id}`);
    expect(orderShape.parse(await read.json()).order.status).toBe('finished');
  }, slow);
  const page = await open('/?workflow=tea');
  await page.getByRole('heading', { level: 1, name: 'Tea' }).waitFor(slow);
  await page.close();
});

it('says what is wrong with an order and keeps what was typed', async () => {
  const page = await open('/');
  await page.getByPlaceholder('or another one').fill('Plum');
  await page
    .getByRole('spinbutton')
    .or(page.getByLabel(/^Quantity/))
    .first()
    .fill('0');
  await page.getByRole('button', { name: 'Place the order' }).click();
  await page.getByText('Not sent yet: please look at the marked fields.').waitFor(slow);
  expect(await page.getByPlaceholder('or another one').inputValue()).toBe('Plum');
  await page.close();
});

it.each([
  ['/', 1920, 1080, 'light'],
  ['/', 390, 844, 'dark'],
  ['/orders/nobody-knows', 390, 844, 'light'],
  ['/orders', 390, 844, 'dark'],
  ['/incidents', 390, 844, 'light'],
  ['/floor', 1920, 1080, 'dark'],
  ['/floor', 390, 844, 'light'],
  ['/lag', 1920, 1080, 'light'],
  ['/lag', 390, 844, 'dark'],
] as const)(
  'has no accessibility violation and no sideways scroll: %s at %ix%i, %s',
  async (path, width, height, scheme) => {
    const page = await open(path, width, height);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.getByRole('heading', { level: 1 }).waitFor(slow);
    expect(await accessibilityViolationsOf(page)).toEqual([]);
    expect(await horizontalOverflowOf(page)).toBeLessThanOrEqual(0);
    await page.screenshot({
      path: join(screenshots, `page${path.replaceAll('/', '-')}-${width}-${scheme}.png`),
    });
    await page.close();
  },
);
