import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { startProducer } from '@cupcakery/kit/kafka/produce/producer';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';
import { createLogger } from '@cupcakery/kit/log';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { commandLine } from '../processes/command-line.ts';
import { launchBrowser } from './browser.ts';
import { type LocalSystem, startLocalSystem } from './local-system.ts';
import {
  button,
  choose,
  heading,
  lookAt,
  me,
  openPage,
  phone,
  placeOrder,
  screenshots,
  shown,
  signIn,
  slow,
} from './signing-in.ts';

const orderShape = z.object({ id: z.string(), status: z.string() });
const ticketsShape = z.array(z.object({ order: z.object({ id: z.string() }) }));
const wallSize = { width: 1920, height: 1080 };
let browser: Browser;
let system: LocalSystem;

beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  browser = await launchBrowser();
  system = await startLocalSystem({ manual: 'all', env: { AUTH: 'required' } });
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await system?.clean();
});

const link = (page: Page, name: string) => page.getByRole('link', { name });
const open = (path: string, options?: BrowserContextOptions) => openPage(browser, system.url + path, options);
const look = (page: Page, name: string) => lookAt(page, `screens-${name}`, { phone, wall: wallSize });

/** Opens a page as somebody who signs in. */
async function openAs(person: string, path: string): Promise<Page> {
  const page = await open(path);
  await signIn(page, person);
  return page;
}

/** Types a badge as a reader does: a key each 8 ms, whether the page has dealt with the one before or not. */
async function scan(page: Page, badge: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const began = Date.now();
  const keys = [...badge].map((key) => ({ key, text: key }));
  await Promise.all(
    [...keys, { key: 'Enter', text: '\r' }].flatMap((key, n) =>
      (['keyDown', 'keyUp'] as const).map((type) =>
        devtools.send('Input.dispatchKeyEvent', {
          ...(type === 'keyDown' ? key : { key: key.key }),
          type,
          timestamp: (began + n * 8) / 1000,
        }),
      ),
    ),
  );
  await devtools.detach();
}

type Answer = 'Yes, sign it in' | 'Cancel';

/** Answers the code that a screen shows, on a device of one's own. */
async function answer(wall: Page, person: string, answered: Answer): Promise<void> {
  await heading(wall, 'Confirm on your phone');
  const code = await wall.getByText(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/).innerText(slow);
  await answerCode(code, person, answered);
}

async function answerCode(code: string, person: string, answered: Answer): Promise<void> {
  const own = await open(`/auth/device?user_code=${code}`, { viewport: phone });
  const who = own.getByRole('heading', { name: 'Who are you?' });
  const yes = button(own, answered);
  // Who it is, is asked before or after.
  await yes.or(who).first().waitFor(slow);
  if (await who.isVisible()) await choose(own, person);
  await yes.click();
  const end = own.getByRole('heading', { name: /The screen is signed in|Sign in a screen/ });
  await end.or(who).first().waitFor(slow);
  if (await who.isVisible()) await choose(own, person);
  await end.waitFor(slow);
  await own.context().close();
}

describe('a wall screen', () => {
  it('is set up without a keyboard, worked at by code, and revoked', async () => {
    const cook = await openAs('Mo', '/kitchen/mix');
    await me(cook).click();
    await cook.getByLabel('New code (4 to 12 digits)').fill('4711');
    await cook.getByLabel('Once more').fill('4712');
    await button(cook, 'Set code').click();
    await shown(cook, 'The two codes differ.');
    await cook.getByLabel('Once more').fill('4711');
    await button(cook, 'Set code').click();
    await shown(cook, 'Your code is set.');
    await look(cook, 'own-code');

    const wall = await open('/', { viewport: wallSize });
    await link(wall, 'Set up a wall screen').click();
    await heading(wall, 'Confirm on your phone');
    await look(wall, 'code');
    await answer(wall, 'Mo', 'Yes, sign it in');
    await heading(wall, 'Which stage is it at?');
    await look(wall, 'stages');
    await wall.getByLabel('Name of the screen').fill('Mixer left');
    await button(wall, /^Mix/).click();
    await wall.waitForURL(/\/kitchen\/mix/, slow);
    await heading(wall, /^mix/i);
    // The manager's token is nowhere, and the page is the board of its stage alone.
    expect(await wall.evaluate(() => Object.keys(sessionStorage).join())).not.toMatch(/user/);
    expect(await wall.evaluate(() => localStorage.getItem('cupcakery.screen'))).toMatch(/cup_board_/);
    expect(await wall.getByRole('navigation').first().getByRole('link').allInnerTexts()).toEqual(['Mix']);

    const customer = await openAs('Cleo', '/');
    const id = await placeOrder(customer, 'Wall');
    await wall.locator(`[data-ticket="${id}"]`).waitFor(slow);
    await button(wall, 'Who works here?').click();
    await wall.getByRole('button', { name: 'Mo', exact: true }).click();
    await look(wall, 'pad');
    await wall.keyboard.type('1111', { delay: 80 });
    await wall.keyboard.press('Enter');
    await shown(wall, 'That code is not right.');
    const pad = wall.getByRole('dialog');
    for (const digit of '4711') await pad.getByRole('button', { name: digit }).click();
    await button(wall, 'Sign in').click();
    await button(wall, 'Mo works here: leave').waitFor(slow);

    await wall.keyboard.press('1');
    await wall.keyboard.press(' ');
    await wall.locator(`[data-ticket="${id}"]`).getByText('You have it').first().waitFor(slow);
    await look(wall, 'board');
    await wall.keyboard.press('Enter');
    await wall.locator(`[data-ticket="${id}"]`).waitFor({ state: 'detached', ...slow });

    await cook.goto(`${system.url}/orders/${encodeURIComponent(id)}/history`);
    await shown(cook, 'Mo, at Mixer left');
    await button(wall, 'Mo works here: leave').click();
    await button(wall, 'Who works here?').waitFor(slow);

    await me(wall).click();
    await heading(wall, 'This screen is Mixer left, Mix');
    await look(wall, 'menu');
    await wall.keyboard.press('Escape');

    await cook.goto(`${system.url}/screens`);
    await button(cook, 'Revoke Mixer left').click();
    await look(cook, 'list');
    await button(cook, 'Yes, revoke it').click();
    await shown(cook, 'There are none yet.');
    await heading(wall, 'This screen was signed out');
    await look(wall, 'signed-out');
    await wall.reload();
    await heading(wall, 'This screen was signed out');
    await button(wall, 'Set it up again').click();
    await heading(wall, 'Confirm on your phone');
    for (const page of [cook, wall, customer]) await page.context().close();
  });

  it('reads a badge without disturbing the board, and says when the provider is away or a person refused', async () => {
    const cook = await openAs('Mo', '/kitchen/mix');
    await me(cook).click();
    await cook.getByLabel('Badge: scan it here').fill('rhfdas-00112233');
    await button(cook, 'Set badge').click();
    await shown(cook, 'Your badge is set.');
    await button(cook, 'Close').click();
    // Signed in: the stage comes first here, and somebody confirms it then.
    await cook.goto(`${system.url}/board`);
    await cook.route('**/auth/device/authorize', (route) => route.abort());
    await button(cook, /^Mix/).click();
    await shown(cook, 'The sign-in server does not answer');
    await look(cook, 'unreachable');
    await cook.unroute('**/auth/device/authorize');
    await button(cook, 'New code').click();
    await answer(cook, 'Mo', 'Cancel');
    await shown(cook, 'It was refused on the other device');
    await button(cook, 'New code').click();
    await answer(cook, 'Mo', 'Yes, sign it in');
    await cook.waitForURL(/\/kitchen\/mix/, slow);
    await button(cook, 'Who works here?').waitFor(slow);
    // Its letters are keys of the board.
    await scan(cook, 'rhfdas-00112233');
    await button(cook, 'Mo works here: leave').waitFor(slow);
    expect(await cook.getByRole('dialog').count()).toBe(0);
    await cook.context().close();
  });
});

describe('a link to an order', () => {
  it('shows it live to whoever has it, until it is revoked', async () => {
    const customer = await openAs('Cleo', '/');
    const id = await placeOrder(customer, 'Link');
    await button(customer, 'Share').click();
    await button(customer, 'Make a link').click();
    const address = await customer.getByLabel('Link', { exact: true }).inputValue(slow);
    expect(address).toMatch(/\/t\/cup_link_/);
    await look(customer, 'share');

    const friend = await open(new URL(address).pathname);
    await shown(friend, 'Link');
    await look(friend, 'link');
    expect(await friend.getByRole('button').count()).toBe(0);
    expect(await friend.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(
      'cup_link',
    );
    const cached = () =>
      friend.evaluate(async () => {
        const urls = (await caches.keys()).map(async (name) =>
          (await (await caches.open(name)).keys()).map(({ url }) => url),
        );
        return (await Promise.all(urls)).flat();
      });
    expect((await cached()).filter((url) => url.includes('/t/'))).toEqual([]);

    const cook = await openAs('Mo', '/kitchen/mix');
    await cook.locator(`[data-ticket="${id}"]`).getByRole('button', { name: /^Done/ }).click(slow);
    await shown(friend, /^Mixed/);

    await button(customer, /^Revoke the link of/).click();
    await heading(friend, 'This link no longer works');
    await look(friend, 'link-over');
    await friend.goto(`${system.url}/t/cup_link_0123456789abcdef_${'A'.repeat(43)}`);
    await heading(friend, 'This link no longer works');
    for (const page of [customer, friend, cook]) await page.context().close();
  });
});

const kafkaOf = (broker: string) =>
  createKafkaClient({ brokers: [broker], clientId: 'e2e' }, createLogger({ service: 'e2e', level: 'error' }));

async function lastRecord(broker: string, topic: string) {
  let last: KafkaRecord | undefined;
  const reader = await startReader({
    kafka: kafkaOf(broker),
    topic,
    from: 'start',
    onRecords: (_partition, records) => {
      last = records.at(-1);
    },
  });
  await reader.sync();
  await reader.stop();
  return { key: last?.key ?? '', partition: last?.partition ?? 0, value: last?.value?.toString() ?? '' };
}

async function write(broker: string, record: ProduceRecord): Promise<void> {
  const producer = await startProducer({ kafka: kafkaOf(broker), topics: [record.topic] });
  await producer.send([record]);
  await producer.stop();
}

describe('the command line', () => {
  it('signs people in by a code, and does for each what they may', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cupcakery-command-line-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const cleo = commandLine(system.url, join(folder, 'cleo'));
    const mo = commandLine(system.url, join(folder, 'mo'));

    expect(await cleo.run('order', 'list')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/cupcakery login/),
    });
    for (const [cli, person] of [
      [cleo, 'Cleo'],
      [mo, 'Mo'],
    ] as const) {
      const login = cli.start('login');
      const code = await vi.waitFor(
        () => z.string().parse(/[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(login.said())?.[0]),
        20_000,
      );
      await answerCode(code, person, 'Yes, sign it in');
      expect(await login.ended).toMatchObject({ code: 0, out: expect.stringContaining(person) });
    }

    const placed = await cleo.run('order', 'place', 'flavour=Terminal', 'size=S', 'quantity=2');
    expect(placed).toMatchObject({ code: 0, out: expect.stringMatching(/^[\w-]+\n$/) });
    const id = placed.out.trim();
    const watched = cleo.start('order', 'watch', id, '--json');
    expect((await cleo.run('kitchen', 'done', 'mix', id)).code).toBe(1);
    const tickets = ticketsShape.parse(JSON.parse((await mo.run('kitchen', 'list', 'mix', '--json')).out));
    expect(tickets.map(({ order }) => order.id)).toContain(id);
    expect(await mo.run('kitchen', 'claim', 'mix', id)).toMatchObject({ code: 0, err: `${id}: yours\n` });
    expect(await mo.run('kitchen', 'fail', 'mix', id, '--reason', 'no eggs')).toMatchObject({ code: 0 });
    // What the kitchen says is for the kitchen.
    expect((await cleo.run('order', 'get', id)).out).toMatch(/mix, incident[\s\S]*Something went wrong/);
    expect((await mo.run('order', 'history', id)).out).toMatch(/incident opened at mix: no eggs/);
    expect((await mo.run('incident', 'scrap', id)).code).toBe(1);
    expect((await cleo.run('order', 'cancel', id)).code).toBe(0);
    const followed = await watched.ended;
    expect(followed).toMatchObject({ code: 1, err: expect.stringContaining(`${id} is cancelled`) });
    const states = followed.out
      .trim()
      .split('\n')
      .map((line) => orderShape.parse(JSON.parse(line)).status);
    expect([states[0], states.at(-1)]).toEqual(['OPEN', 'CANCELLED']);

    expect((await cleo.run('lag')).code).toBe(1);
    expect((await mo.run('lag')).out).toMatch(/^STAGE .*\nmix /);
    await cleo.run('logout');
    expect((await cleo.run('whoami')).code).toBe(1);
  });

  it('compares histories with snapshots, and finds one that is not as its history says', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cupcakery-replay-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const broker = `localhost:${system.kafkaPort}`;
    const cli = commandLine(system.url, folder, { KAFKA_BROKERS: broker });
    expect(await cli.run('replay', '--verify')).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^[1-9]\d* orders are as their histories say\n$/),
    });

    const { key, partition, value } = await lastRecord(broker, 'cupcakes.orders');
    const changed = { ...z.record(z.string(), z.unknown()).parse(JSON.parse(value)), attempts: 99 };
    await write(broker, { topic: 'cupcakes.orders', partition, key, value: JSON.stringify(changed) });
    const found = await cli.run('replay', '--verify', '--json');
    expect(found.code).toBe(1);
    expect(JSON.parse(found.out)).toMatchObject({
      different: 1,
      differences: [{ orderId: key, what: expect.stringContaining('attempts') }],
    });
  });
});
