import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readEvents } from '../checker/read-log.ts';
import type { OrderEvent } from '../checker/records.ts';
import { launchBrowser } from './browser.ts';
import { type Claim, untrueClaims } from './slow-kitchen/claims.ts';
import { openAhead, type PageReader, readPage } from './slow-kitchen/page-reader.ts';
import { customer, type SlowKitchen, startSlowKitchen } from './slow-kitchen/slow-kitchen.ts';
import { aheadOf, ordersAt, type Plan, type Truth, timeOf, truthAt } from './slow-kitchen/truth.ts';
import * as words from './slow-kitchen/words.ts';

/** As `charts/cupcakery/workflows/cupcakes.yaml` promises it. */
const plan: Plan = {
  promiseMs: 600_000,
  stages: [
    { name: 'mix', targetMs: 60_000 },
    { name: 'bake', targetMs: 90_000 },
    { name: 'decorate', targetMs: 90_000 },
    { name: 'package', targetMs: 45_000 },
    { name: 'ship', targetMs: 60_000 },
  ],
};
const { names, total, order: ofOrder, flow, state } = words;
/** Numbers that are polled are so old at most; what comes by subscription is newer. */
const pollMs = 12_000;
const cookEveryMs = 4000;
/** Index of the order whose expectation is followed: of those that came in the same millisecond the first to be cooked. */
const probed = 16;
let kitchen: SlowKitchen;
let browser: Browser;
let cleo: BrowserContext;
let boss: BrowserContext;
/** In the order in which the kitchen got them. */
let placed: string[];

beforeAll(async () => {
  kitchen = await startSlowKitchen();
  browser = await launchBrowser();
  placed = await kitchen.place(probed);
  placed.push(...(await kitchen.place(54 - probed)));
  await kitchen.wait(420);
  placed.push(...(await kitchen.place(24)));
  await kitchen.wait(300);
  placed.push(...(await kitchen.place(2)));
  const queue = ordersAt(await events(), plan, kitchen.now());
  placed.sort((a, b) => (queue.get(a)?.readyAt ?? 0) - (queue.get(b)?.readyAt ?? 0));
  const { aheadMs } = kitchen;
  cleo = await openAhead(browser, { name: customer, role: 'customer' }, aheadMs);
  boss = await openAhead(browser, { name: 'max', role: 'admin' }, aheadMs);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await kitchen?.clean();
});

const events = (): Promise<OrderEvent[]> =>
  readEvents(`localhost:${kitchen.system.kafkaPort}`, 'cupcakes.order-events');
type Said = {
  what: string;
  said: number | undefined;
  truth: (truth: Truth, at: number) => number | undefined;
} & Pick<Claim, 'within'>;
/** Everything untrue that was found on the pages of one test. */
let untrue: string[];
beforeAll(() => {
  untrue = [];
});

/** Reads a page, then the log, and notes what the page says and the log does not. */
async function compare(context: BrowserContext, path: string, read: (page: PageReader) => Promise<Said[]>) {
  const opened = kitchen.now();
  const said = await readPage(context, `${kitchen.system.url}${path}`, read);
  const [until, log] = [kitchen.now(), await events()];
  const claims = said.map(
    ({ truth, ...claim }): Claim => ({
      page: path,
      ...claim,
      truth: (at) => truth(truthAt(log, plan, at), at),
    }),
  );
  untrue.push(...untrueClaims(claims, opened - pollMs, until, log.map(timeOf)));
}

/** Notes which of the sentences that would be untrue now are on a page. */
async function refuse(path: string, page: PageReader): Promise<void> {
  const text = await page.everything();
  for (const pattern of words.untrueWhileNobodyWorks) {
    const found = pattern.exec(text);
    if (found) untrue.push(`${path}: says "${text.slice(found.index, found.index + 60).split('\n')[0]}"`);
  }
}
const note = (isTrue: boolean, sentence: string) => {
  if (!isTrue) untrue.push(sentence);
};
/** What was found since the last call. */
function found(): string[] {
  const all = untrue;
  untrue = [];
  return all;
}

const mix = ({ stages }: Truth) => stages.get('mix');
/** A total that is left out is 0. */
const count = (what: string, said: number | undefined, truth: Said['truth']): Said => ({
  what,
  said: said ?? 0,
  truth,
});

/** The kitchen of `/` and `/kitchen`: its totals, its lanes. */
async function kitchenClaims(page: PageReader): Promise<Said[]> {
  const totals = await page.text(page.kitchen().getByRole('list').first());
  const lanes = await Promise.all(
    plan.stages.map(async ({ name }): Promise<Said[]> => {
      const text = await page.text(page.lane(name));
      const here = ({ stages }: Truth) => stages.get(name);
      return [
        count(`waiting in ${name}`, total.waiting(text), (t) => here(t)?.waiting),
        count(`in work in ${name}`, total.inWork(text), (t) => here(t)?.inWork),
      ];
    }),
  );
  return [
    count('in progress', total.inProgress(totals), (t) => t.open),
    count('late', total.lateOrders(totals), (t) => t.late),
    ...lanes.flat(),
  ];
}

/** The customer's `/`: of the own orders the last few, each with its place in the queue, and how many more there are. */
async function ownOrderClaims(page: PageReader): Promise<Said[]> {
  const items = page.ownOrders().getByRole('listitem');
  await items.first().waitFor();
  const orders = ordersAt(await events(), plan, kitchen.now());
  const shown = await items.all();
  const claims = await Promise.all(
    shown.map(async (item): Promise<Said[]> => {
      const id = (await item.getByRole('link').getAttribute('href'))?.split('/').at(-1) ?? '';
      await item.getByText(/In the queue/).waitFor();
      // With the estimate, which comes by a query of its own, comes the number of those ahead.
      await vi.waitFor(async () => expect(ofOrder.cannotSay(await item.innerText())).toBe(true), {
        timeout: 20_000,
      });
      const text = await item.innerText();
      const promisedAt = orders.get(id)?.promisedAt ?? 0;
      return [
        count(`ahead of ${id}`, ofOrder.ahead(text), () => aheadOf(orders, id)),
        count(`late: ${id}`, /late/i.test(text) ? 1 : 0, (_, at) => (at > promisedAt ? 1 : 0)),
      ];
    }),
  );
  const more = total.moreOrders(await page.text(page.ownOrders()));
  return [...claims.flat(), count('more orders', more, (t) => t.open - shown.length)];
}

/** A stage's numbers in the tables of `/lag` and `/floor`. */
async function flowClaims(page: PageReader, stage: string): Promise<Said[]> {
  const text = await page.text(page.cell(stage, names.column.flow));
  const here = ({ stages }: Truth) => stages.get(stage);
  return [
    { what: `in at ${stage}`, said: flow.came(text), truth: (t) => here(t)?.came, within: 1 },
    { what: `out at ${stage}`, said: flow.left(text), truth: (t) => here(t)?.left, within: 1 },
  ];
}

it('says of 80 orders for which nobody works how many wait, how late they are, and promises nothing', async () => {
  for (const [context, path] of [
    [cleo, '/'],
    [boss, '/'],
    [boss, '/kitchen'],
  ] as const) {
    await compare(context, path, async (page) => {
      const claims = await (context === cleo ? ownOrderClaims(page) : kitchenClaims(page));
      if (path === '/') {
        const stands = async () => words.kitchen.stands(await page.everything());
        await vi.waitFor(async () => expect(await stands()).toBe(true), { timeout: 20_000 });
      }
      await refuse(path, page);
      if (context === cleo) return claims;
      const totals = await page.text(page.kitchen().getByRole('list').first());
      // It has stood for longer than any promise is.
      return [...claims, count('at risk', total.atRisk(totals), (t) => t.open - t.late)];
    });
  }

  await compare(cleo, '/orders', async (page) => {
    const items = page.page.getByRole('main').getByRole('listitem');
    await items.first().waitFor();
    await refuse('/orders', page);
    const late = await items.filter({ hasText: /late/i }).count();
    return [count('orders', await items.count(), (t) => t.open), count('late', late, (t) => t.late)];
  });

  await compare(boss, '/kitchen/mix', async (page) => {
    await page.ages();
    const head = await page.text(page.head());
    const ages = await page.ages();
    await refuse('/kitchen/mix', page);
    const log = ordersAt(await events(), plan, kitchen.now());
    const pages = await page.text(page.page.getByRole('navigation', { name: 'Pages' }));
    return [
      count('tickets', total.tickets(head), (t) => mix(t)?.waiting),
      count('of how many', total.ofPages(pages), (t) => mix(t)?.waiting),
      count('slow', total.slow(head), (t) => mix(t)?.slow),
      count('late', total.late(head), (t) => mix(t)?.late),
      count('very late', total.veryLate(head), (t) => mix(t)?.veryLate),
      ...[...ages].map(([id, text]) => ({
        what: `the age of ${id}`,
        said: words.ageIn(text),
        truth: (_: Truth, at: number) => at - (log.get(id)?.readyAt ?? 0),
        within: 1000,
      })),
    ];
  });

  await compare(boss, '/expo', async (page) => {
    await page.ages();
    const head = await page.text(page.head());
    await refuse('/expo', page);
    return [
      count('orders', total.orders(head), (t) => t.open),
      count('late', total.lateOrders(head), (t) => t.late),
      count('at risk', total.atRisk(head), (t) => t.open - t.late),
      count('ready', /(\d+) ready/.test(head) ? 1 : 0, () => 0),
    ];
  });

  await compare(boss, '/floor', async (page) => {
    const figure = async (name: RegExp) => (await page.text(page.figure(name))).trim();
    const number = async (name: RegExp) => Number.parseFloat(await figure(name));
    const inProgress = await number(names.figure.inProgress);
    const ages = await page.text(page.cell('mix', names.column.ages));
    await refuse('/floor', page);
    // An average of orders that are not finished is no time from placed to finished.
    const duration = await figure(names.figure.duration);
    note(
      duration === words.unknown || /over|more than/i.test(duration),
      `/floor: "${duration}", and none is finished`,
    );
    return [
      count('in progress', inProgress, (t) => t.open),
      count('late', await number(names.figure.late), (t) => t.late),
      count('at risk', await number(names.figure.atRisk), (t) => t.open - t.late),
      count('incidents', await number(names.figure.incidents), () => 0),
      count('placed', await number(names.figure.placed), (t) => t.placed),
      count('finished', await number(names.figure.finished), (t) => t.finished),
      count('promises kept', await number(names.figure.promiseKept), (t) => t.promiseKept),
      count('slow', total.slow(ages), (t) => mix(t)?.slow),
      count('late at mix', total.late(ages), (t) => mix(t)?.late),
      count('very late at mix', total.veryLate(ages), (t) => mix(t)?.veryLate),
      {
        what: 'the longest wait',
        said: words.ageIn(await page.text(page.cell('mix', names.column.waitsLongest))),
        truth: (t) => mix(t)?.oldestMs,
        within: 1000,
      },
      ...(await flowClaims(page, 'mix')),
    ];
  });

  await compare(boss, '/lag', async (page) => {
    const said = await page.text(page.cell('mix', names.column.state));
    note(state.stalled.test(said), `/lag: mix is "${said}", and nobody has worked for 12 minutes`);
    const bake = await page.text(page.cell('bake', names.column.state));
    note(state.noTickets.test(bake), `/lag: bake is "${bake}", and has no tickets`);
    await refuse('/lag', page);
    return [
      count(
        'tickets',
        Number(await page.text(page.cell('mix', names.column.tickets))),
        (t) => mix(t)?.waiting,
      ),
      {
        what: 'behind',
        said: words.ageIn(await page.text(page.cell('mix', names.column.behind))),
        truth: (t) => mix(t)?.oldestMs,
        within: 1000,
      },
      ...(await flowClaims(page, 'mix')),
    ];
  });

  await compare(boss, '/incidents', async (page) => {
    await page.page.getByText(/as of/i).waitFor();
    await refuse('/incidents', page);
    return [];
  });
  expect(found()).toEqual([]);
}, 180_000);

it('says of each order how many are ahead, how late it is, and that nobody can say when', async () => {
  for (const id of [placed[0], placed[60], placed[79]] as string[]) {
    const path = `/orders/${id}`;
    await compare(cleo, path, async (page) => {
      const where = page.page.getByRole('region', { name: names.whereItIs });
      await vi.waitFor(async () => expect(ofOrder.cannotSay(await page.text(where))).toBe(true), {
        timeout: 20_000,
      });
      const text = await page.text(where);
      await refuse(path, page);
      const orders = ordersAt(await events(), plan, kitchen.now());
      const own = orders.get(id);
      const promised = new Date(own?.promisedAt ?? 0).toISOString().slice(11, 16);
      note(
        ofOrder.promisedAt(text) === promised,
        `${path}: promised ${ofOrder.promisedAt(text)}, not ${promised}`,
      );
      const isLate = kitchen.now() > (own?.promisedAt ?? 0);
      note(isLate || ofOrder.willBeLater(text), `${path}: does not say that it will be late`);
      return [
        count('ahead', ofOrder.ahead(text), () => aheadOf(orders, id)),
        {
          what: 'late by',
          said: ofOrder.lateMs(text),
          truth: (_, at) => (isLate ? at - (own?.promisedAt ?? 0) : undefined),
          // In whole minutes.
          within: 60_000,
        },
        {
          what: 'here for',
          said: words.ageIn(await page.text(page.page.locator('[aria-current="step"] time'))),
          truth: (_, at) => at - (own?.readyAt ?? 0),
          within: 1000,
        },
      ];
    });
  }
  await compare(cleo, `/orders/${placed[0]}/history`, async (page) => {
    const rows = page.page.getByRole('row');
    await rows.nth(1).waitFor();
    await refuse('history', page);
    // One of them is the table's head.
    return [count('events', (await rows.count()) - 1, () => 1)];
  });
  expect(found()).toEqual([]);
}, 120_000);

it('says what to expect once the stage works again, slowly: ranges that come true, a trend that is one', async () => {
  const probe = placed[probed] ?? '';
  const expectations: { at: number; from: number; to: number }[] = [];
  const cook = kitchen.startCook(placed, cookEveryMs);
  const page = await cleo.newPage();
  try {
    await page.goto(`${kitchen.system.url}/orders/${probe}`);
    const where = page.getByRole('region', { name: names.whereItIs });
    // The first few tickets do not make a pace.
    await delay(6 * cookEveryMs);
    for (let i = 0; i < 5; i += 1) {
      const text = await where.innerText();
      const at = kitchen.now();
      note(!ofOrder.cannotSay(text), `/orders/:id: "cannot say" although the stage works`);
      const range = words.expectationIn(text);
      note(range !== undefined, `/orders/:id: expects nothing: ${text}`);
      if (range) expectations.push({ at, from: at + range.from, to: at + range.to });
      await delay(2 * cookEveryMs);
    }
    await comparePagesAtWork();
    const isOver = async () => ordersAt(await events(), plan, kitchen.now()).get(probe)?.finishedAt;
    const finishedAt = await vi.waitUntil(isOver, { timeout: 120_000, interval: 2000 });
    for (const { at, from, to } of expectations) {
      // The answer may be 10 s old.
      const isTrue = finishedAt >= from - 10_000 && finishedAt <= to + 10_000;
      const seconds = (time: number) => Math.round((time - at) / 1000);
      note(
        isTrue,
        `/orders/:id: expects it in ${seconds(from)} to ${seconds(to)} s, it took ${seconds(finishedAt)} s`,
      );
    }
  } finally {
    await page.close();
    await cook.stop();
  }
  expect(found()).toEqual([]);
}, 240_000);

async function comparePagesAtWork(): Promise<void> {
  await compare(boss, '/lag', async (page) => {
    const said = await page.text(page.cell('mix', names.column.state));
    note(!state.stalled.test(said), `/lag: mix is "${said}", and it works`);
    const trend = await page.text(page.cell('mix', names.column.flow));
    note(flow.isShrinking(trend) && !flow.isGrowing(trend), `/lag: "${trend}", and mix shrinks`);
    return [
      ...(await flowClaims(page, 'mix')),
      {
        what: 'gone in',
        said: flow.goneInMs(trend),
        truth: (t) => {
          const { waiting = 0, came = 0, left = 0 } = mix(t) ?? {};
          return (waiting / (left - came)) * 60_000;
        },
        within: 15_000,
      },
    ];
  });
  await compare(boss, '/floor', async (page) => {
    const number = async (name: RegExp) => Number.parseFloat(await page.text(page.figure(name)));
    return [
      count('in progress', await number(names.figure.inProgress), (t) => t.open),
      count('late', await number(names.figure.late), (t) => t.late),
      count('finished', await number(names.figure.finished), (t) => t.finished),
      {
        what: 'promises kept',
        said: await number(names.figure.promiseKept),
        truth: (t) => t.promiseKept,
        within: 0.1,
      },
      count(
        'done at mix',
        Number(await page.text(page.cell('mix', names.column.done))),
        (t) => t.placed - (mix(t)?.waiting ?? 0),
      ),
    ];
  });
  await compare(boss, '/', async (page) => {
    const claims = await kitchenClaims(page);
    const everything = () => page.everything();
    const isExpected = async () => words.expectationIn(await everything()) !== undefined;
    await vi.waitFor(async () => expect(await isExpected()).toBe(true), { timeout: 20_000 });
    note(!words.kitchen.stands(await everything()), '/: "stands still", and the kitchen works');
    return claims;
  });
}

it('says that nobody works where the workers are gone, and tells no trend there', async () => {
  const waiting = placed.slice(30);
  await kitchen.system.signal('stage-worker', 'SIGSTOP');
  const left = new Set(
    [...ordersAt(await events(), plan, kitchen.now())]
      .filter(([, { stage }]) => stage === 'mix')
      .map(([id]) => id),
  );
  const cook = kitchen.startCook(
    waiting.filter((id) => left.has(id)),
    1000,
  );
  try {
    await readPage(boss, `${kitchen.system.url}/lag`, async (page) => {
      const cell = page.cell('bake', names.column.state);
      await vi.waitFor(async () => expect(await page.text(cell)).toMatch(state.noWorkers), {
        timeout: 60_000,
      });
    });
    await compare(boss, '/lag', async (page) => {
      await page.text(page.cell('bake', names.column.state));
      const trend = await page.text(page.cell('bake', names.column.flow));
      note(!state.trends.test(trend), `/lag: "${trend}" of bake, and nobody works`);
      return flowClaims(page, 'bake');
    });
  } finally {
    await cook.stop();
    await kitchen.system.signal('stage-worker', 'SIGKILL');
  }
  expect(found()).toEqual([]);
}, 120_000);
