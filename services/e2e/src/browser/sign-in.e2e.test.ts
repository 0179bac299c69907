import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
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

let browser: Browser;

beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** The header names the person. */
const isMe = (page: Page, name: string) =>
  button(page, new RegExp(`^${name}.*change who you are`)).waitFor(slow);
const closeAll = (page: Page) => page.context().close();

const open = (url: string, options?: BrowserContextOptions) => openPage(browser, url, options);
const look = (page: Page, name: string) =>
  lookAt(page, `sign-in-${name}`, { phone, desktop: { width: 1280, height: 800 } });

/** Opens a page that needs a sign-in, as somebody. */
async function openAs(person: string, url: string): Promise<Page> {
  const page = await open(url);
  await signIn(page, person);
  return page;
}

describe('where everybody has to sign in', () => {
  /** A kitchen app that is no part of the system. Under its other name it is a stranger. */
  let app: Server;
  let appPort: number;
  /** Long enough for a page to be read, and over several times within a test. */
  const tokenSeconds = 8;
  let system: LocalSystem;
  beforeAll(async () => {
    app = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end('<h1>App</h1>');
    });
    await once(app.listen(0, '127.0.0.1'), 'listening');
    appPort = (app.address() as AddressInfo).port;
    system = await startLocalSystem({
      manual: 'all',
      env: {
        AUTH: 'required',
        ACCESS_TOKEN_SECONDS: String(tokenSeconds),
        ALLOWED_ORIGINS: `http://localhost:${appPort}`,
      },
    });
  }, 300_000);
  afterAll(async () => {
    app?.close();
    await system?.clean();
  });

  it('asks to sign in, says when that was cancelled, and comes back to the page that was asked for', async () => {
    const page = await open(`${system.url}/orders?workflow=cupcakes`);
    await shown(page, 'Please sign in');
    await look(page, 'needed');
    // The page is usable with the keyboard alone.
    await button(page, 'Sign in').focus();
    await page.keyboard.press('Enter');
    await heading(page, 'Who are you?');
    await button(page, 'Back without signing in').click();
    await shown(page, 'The sign-in was cancelled');
    expect(new URL(page.url()).search).toBe('');
    await look(page, 'cancelled');

    await page.goto(`${system.url}/orders?workflow=cupcakes`);
    await button(page, 'Sign in').click();
    await choose(page, 'Cleo');
    await heading(page, 'My orders');
    const { pathname, search } = new URL(page.url());
    expect(pathname + search).toBe('/orders?workflow=cupcakes');
    // Nothing of it lies where other tabs or later visitors would find it.
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toMatch(/token/);
    expect(await page.evaluate(() => document.cookie)).toBe('');
    await page.reload();
    await heading(page, 'My orders');
    await closeAll(page);
  });

  it('accepts no answer that it has not asked for', async () => {
    const page = await open(`${system.url}/signed-in?code=stolen&state=none`);
    await shown(page, 'The answer belongs to no sign-in of this tab');
    expect(page.url()).toBe(`${system.url}/signed-in`);
    await look(page, 'foreign');
    await button(page, 'Sign in again').click();
    await choose(page, 'Cleo');
    await page.waitForURL(`${system.url}/`, slow);
    await closeAll(page);
  });

  it.each([
    ['Cleo', '/orders', 'My orders', '/kitchen', /It needs one of these roles: .*Manager, Admin/],
    ['Mo', '/kitchen/mix', 'mix', '/kitchen/bake', 'You may look; the work is for others.'],
    ['Eva', '/expo', 'Expo', '/kitchen/bake', 'You may look; the work is for others.'],
    ['Sheila', '/orders', 'My orders', '/incidents', 'You are Sheila. Your roles: Shopkeeper.'],
    ['Rio', '/lag', 'Lag', undefined, ''],
    ['Ada', '/incidents', 'Incidents', undefined, ''],
  ])('%s works on the own page and reads why others are not', async (name, own, title, other, why) => {
    const page = await openAs(name, `${system.url}${own}`);
    await heading(page, new RegExp(title, 'i'));
    await isMe(page, name);
    if (other !== undefined) {
      await page.goto(`${system.url}${other}`);
      await shown(page, why);
    }
    await closeAll(page);
  });

  it('names the roles that a page needs, and the way to be somebody else', async () => {
    const page = await openAs('Carl', `${system.url}/floor`);
    await shown(page, 'You are Carl. Your roles: Customer.');
    expect(await page.getByRole('link', { name: 'Floor' }).count()).toBe(0);
    await look(page, 'not-for-you');
    await button(page, 'Be somebody else').click();
    await heading(page, 'Signed in as Carl');
    await look(page, 'menu');
    await closeAll(page);
  });

  it('notices nothing of tokens that run out in a shift', async () => {
    const cook = await openAs('Mo', `${system.url}/kitchen/mix`);
    const board = (id: string) => cook.locator(`[data-ticket="${id}"]`).waitFor(slow);
    /** What the header and the banners ever said from now on. */
    await cook.evaluate(() => {
      const seen = new Set<string>();
      const read = () => {
        for (const one of document.querySelectorAll('header [data-phase], aside')) {
          seen.add(one.getAttribute('data-phase') ?? one.textContent ?? '');
        }
      };
      Object.assign(window, { seen });
      read();
      new MutationObserver(read).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    const refreshes: string[] = [];
    cook.on('response', (answer) => {
      if (answer.url().endsWith('/auth/token')) refreshes.push(answer.request().postData() ?? '');
    });
    let sockets = 0;
    cook.on('websocket', () => {
      sockets += 1;
    });

    const customer = await openAs('Cleo', `${system.url}/`);
    await board(await placeOrder(customer, 'First'));
    await vi.waitFor(() => expect([refreshes.length >= 2, sockets >= 2]).toEqual([true, true]), slow);
    expect(refreshes.every((body) => body.includes('grant_type=refresh_token'))).toBe(true);
    await customer.goto(`${system.url}/`);
    const later = await placeOrder(customer, 'Later');
    await board(later);
    // With a token that is the third or a later one.
    await cook.keyboard.press('2');
    await cook.keyboard.press('Enter');
    await cook.locator(`[data-ticket="${later}"]`).waitFor({ state: 'detached', ...slow });
    const seen = await cook.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen]);
    expect(seen.filter((one) => one !== 'live')).toEqual([]);
    await closeAll(cook);
    await closeAll(customer);
  });

  it('keeps what was typed when the sign-in cannot go on, and goes on after another', async () => {
    const page = await openAs('Carl', `${system.url}/`);
    const notes = page.getByLabel(/^Notes for the kitchen/);
    await notes.fill('Allergy: no nuts');
    // As a provider that has forgotten everybody, after a restart.
    await page.route('**/auth/token', (route) =>
      route.fulfill({ status: 400, contentType: 'application/json', body: '{"error":"invalid_grant"}' }),
    );
    await page.getByText('You are signed out: sign in again').first().waitFor(slow);
    expect(await notes.inputValue()).toBe('Allergy: no nuts');
    await look(page, 'signed-out');
    await page.unroute('**/auth/token');
    await button(page, 'Sign in again').click();
    // The provider still knows who it was.
    await isMe(page, 'Carl');
    expect(await notes.inputValue()).toBe('Allergy: no nuts');
    await closeAll(page);
  });

  it('signs out here and at the provider: whoever comes next is nobody', async () => {
    const page = await openAs('Ben', `${system.url}/kitchen/bake`);
    const closed: string[] = [];
    page.on('websocket', (socket) => socket.on('close', () => closed.push(socket.url())));
    await page.reload();
    await me(page).waitFor(slow);
    await me(page).click();
    await shown(page, 'Roles: Baker');
    await button(page, 'Sign out').click();
    await shown(page, 'Please sign in');
    await vi.waitFor(() => expect(closed.length).toBeGreaterThan(0), slow);
    expect(await page.evaluate(() => Object.keys(sessionStorage).join())).not.toMatch(/user|draft/);
    await button(page, 'Sign in').click();
    // It lists people again, instead of going on as the last one.
    await choose(page, 'Dana');
    await isMe(page, 'Dana');
    await closeAll(page);
  });

  it('takes a copy of a tab for a tab of its own, so that neither ends the session of the other', async () => {
    const page = await openAs('Ben', `${system.url}/kitchen/bake`);
    // As a browser does when a tab is duplicated.
    const copied = await page.evaluate(() => ({ ...sessionStorage }));
    const copy = await page.context().newPage();
    await copy.addInitScript((entries) => {
      if (sessionStorage.length === 0)
        for (const [key, value] of Object.entries(entries)) sessionStorage.setItem(key, value);
    }, copied);
    await copy.goto(`${system.url}/kitchen/bake`);
    await me(copy).waitFor(slow);
    const tokenOf = (one: Page) =>
      one.evaluate(() => Object.entries(sessionStorage).find(([key]) => key.includes('user:'))?.[1]);
    const refreshed = async (one: Page) => {
      const before = await tokenOf(one);
      await vi.waitFor(async () => expect(await tokenOf(one)).not.toBe(before), slow);
    };
    await Promise.all([refreshed(page), refreshed(copy)]);
    await Promise.all([refreshed(page), refreshed(copy)]);
    await isMe(page, 'Ben');
    await isMe(copy, 'Ben');
    await closeAll(page);
  });

  /** What a page of another origin gets with somebody's token: by a query, and by a socket. */
  async function useFrom(host: string, token: string) {
    const page = await open(`http://${host}:${appPort}/`);
    const got = await page.evaluate(
      async ({ host, authorization }) => {
        const query = async () => {
          const answer = await fetch(`http://${host}/graphql`, {
            method: 'POST',
            headers: { authorization, 'content-type': 'application/json' },
            body: '{"query":"{ me { name } }"}',
          });
          return answer.text();
        };
        const socket = new WebSocket(`ws://${host}/graphql`, 'graphql-transport-ws');
        const opened = new Promise<boolean>((resolve) => {
          socket.addEventListener('open', () => resolve(true));
          socket.addEventListener('error', () => resolve(false));
        });
        return { answer: await query().catch(String), opened: await opened };
      },
      { host: `localhost:${system.port}`, authorization: `Bearer ${token}` },
    );
    await closeAll(page);
    return got;
  }

  it('serves a kitchen app of a listed origin, and pages of no other, whatever token they send', async () => {
    const page = await openAs('Mo', `${system.url}/kitchen/mix`);
    const token = await page.evaluate(() => {
      const user = Object.entries(sessionStorage).find(([key]) => key.includes('user:'))?.[1];
      return String(JSON.parse(user ?? '{}').access_token);
    });
    expect(await useFrom('localhost', token)).toEqual({
      answer: '{"data":{"me":{"name":"Mo"}}}',
      opened: true,
    });
    const stranger = await useFrom('127.0.0.1', token);
    expect(stranger).toEqual({ answer: expect.stringContaining('Failed to fetch'), opened: false });
    await closeAll(page);
  });

  it('speaks German where somebody reads it', async () => {
    const page = await open(`${system.url}/?lang=de`, { viewport: phone });
    await shown(page, 'Bitte melde dich an');
    await page.screenshot({ path: join(screenshots, 'sign-in-german.png') });
    await button(page, 'Anmelden').click();
    await choose(page, 'Cleo');
    await button(page, /^Cleo.*wer du bist/).waitFor(slow);
    await page.goto(`${system.url}/floor?lang=de`);
    await shown(page, /Sie braucht eine dieser Rollen: /);
    await closeAll(page);
  });
});

describe('where signing in is for those who want to', () => {
  let system: LocalSystem;
  beforeAll(async () => {
    system = await startLocalSystem();
  }, 300_000);
  afterAll(() => system?.clean());

  it('is the local admin, signs in from the menu, and is the local admin again after signing out', async () => {
    const page = await open('about:blank');
    const files: string[] = [];
    page.on('request', (request) => files.push(new URL(request.url()).pathname));
    await page.goto(`${system.url}/floor`);
    await heading(page, 'Floor');
    // Whoever does not sign in does not load what that takes.
    expect(files).toContain('/config.json');
    expect(files.filter((file) => /sign-in|person/.test(file))).toEqual([]);
    await me(page).click();
    await look(page, 'offered');
    await button(page, 'Sign in').click();
    await choose(page, 'Cleo');
    await shown(page, 'You are Cleo. Your roles: Customer.');
    await button(page, 'Be somebody else').click();
    await button(page, 'Sign out').click();
    await page.waitForURL(`${system.url}/`, slow);
    await isMe(page, 'local');
    await closeAll(page);
  });
});
