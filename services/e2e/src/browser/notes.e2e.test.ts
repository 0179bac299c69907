import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { root } from '../processes/child.ts';
import { launchBrowser } from './browser.ts';
import { type CardSight, lookAtCards, stretchLetters } from './card-geometry.ts';
import { type LocalSystem, startLocalSystem } from './local-system.ts';
import { accessibilityViolationsOf, horizontalOverflowOf } from './page-checks.ts';

const screenshots = join(root, 'services/e2e/screenshots');
const slow = { timeout: 60_000 };
const sizes = [
  [390, 844],
  [768, 1024],
  [1024, 768],
  [1280, 800],
  [1366, 768],
  [1440, 900],
  [1920, 1080],
  [3840, 2160],
] as const;
const allergy = 'Allergy: no nuts, no sesame';
const details = [
  { flavour: 'Vanilla', notes: allergy },
  { flavour: 'Chocolate with salted caramel and roasted hazelnuts on top', notes: allergy },
  { flavour: 'Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbe', notes: allergy },
  { flavour: 'شوكولاتة بالكراميل', notes: 'حساسية من المكسرات والسمسم: من فضلك استخدم أدوات نظيفة' },
  {
    flavour: 'Lemon',
    notes: `${'For the birthday of twins, one half with blue and one with green sprinkles. '.repeat(5)}${allergy}`,
  },
  { flavour: 'Red velvet', notes: 'x'.repeat(64) },
  { flavour: 'Pistachio' },
];
/** By the end of its id: the texts of each order. */
const texts: Record<string, string[]> = {};
let system: LocalSystem;
let browser: Browser;
let page: Page;

const orderShape = z.object({ order: z.object({ id: z.string() }) });

async function place(flavour: string, notes: string | undefined): Promise<void> {
  const answer = await fetch(`${system.url}/api/v1/workflows/cupcakes/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ details: { flavour, size: 'XL', quantity: 12, notes } }),
  });
  const { id } = orderShape.parse(await answer.json()).order;
  texts[id.slice(-12)] = [`12 × ${flavour}`, 'XL', ...(notes === undefined ? [] : [notes.trim()])];
}

beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  system = await startLocalSystem({ manual: 'all' });
  for (const { flavour, notes } of details) await place(flavour, notes);
  browser = await launchBrowser();
  page = await browser.newPage({ reducedMotion: 'reduce' });
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await system?.clean();
});

/** The page as it is drawn when everything that follows from a change of size has followed. */
const settled = () =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 4; frame += 1) await new Promise(requestAnimationFrame);
  });

/** What a cook would not be shown: a card with a text that is not whole and without a mark that says so, or with a fault. */
const wrongWith = ({ id, texts: sights, mark, faults }: CardSight): string[] => {
  const cut = Object.entries(sights).filter(([, sight]) => sight !== 'whole');
  const silent = mark === '' ? cut.map(([text, sight]) => `${sight} of “${text.slice(0, 30)}”`) : [];
  return [...silent, ...faults].map((what) => `${id.slice(-5)}: ${what}`);
};

/** All pages of a board, from the first to the last. */
async function lookAtBoard(): Promise<CardSight[]> {
  const seen: CardSight[] = [];
  for (;;) {
    await settled();
    seen.push(...(await lookAtCards(page, '[data-ticket]', texts)));
    const next = page.getByRole('button', { name: 'Next page' });
    if ((await next.getAttribute('aria-disabled')) === 'true') return seen;
    await next.click();
  }
}

const fonts = [
  ['as it is', 0],
  ['10 % wider', 0.05],
  ['10 % narrower', -0.045],
] as const;
const boards = ['/kitchen/mix', '/expo'];

it.each(boards.flatMap((path) => fonts.map(([name, em]) => [path, name, em] as const)))(
  'shows each note whole or says that there is more: %s, font %s',
  async (path, _name, em) => {
    await page.goto(`${system.url}${path}`);
    await page.locator('[data-ticket]').first().waitFor(slow);
    await stretchLetters(page, em);
    const wrong: string[] = [];
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      const cards = await lookAtBoard();
      expect(new Set(cards.map(({ id }) => id)).size).toBe(details.length);
      wrong.push(...cards.flatMap(wrongWith).map((what) => `${width}x${height} ${what}`));
      if (em === 0) {
        await page.screenshot({ path: join(screenshots, `notes${path.replaceAll('/', '-')}-${width}.png`) });
      }
    }
    expect(wrong).toEqual([]);
  },
);

it.each(boards)('opens the whole note by key and by click: %s', async (path) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.goto(`${system.url}${path}`);
  const long = details.find(({ flavour }) => flavour === 'Lemon')?.notes?.trim() ?? '';
  const card = page.locator('[data-ticket]', { hasText: 'Lemon' });
  await card.locator('[data-more]').waitFor(slow);
  const dialog = page.getByRole('dialog');
  const isWhole = async () => {
    const note = dialog.getByText(long);
    await note.waitFor(slow);
    expect(await note.evaluate(({ scrollHeight, clientHeight }) => scrollHeight <= clientHeight)).toBe(true);
  };
  // The mark names the keys: that of the slot, then that of the details.
  const keys = await card.locator('[data-more] kbd').allInnerTexts();
  for (const key of keys) await page.keyboard.press(key.toLowerCase());
  await isWhole();
  expect(await accessibilityViolationsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached', ...slow });
  // Wherever the texts are pressed.
  const box = await card.getByText('12 × Lemon').boundingBox();
  await page.mouse.click((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
  await isWhole();
  await page.screenshot({ path: join(screenshots, `notes${path.replaceAll('/', '-')}-whole.png`) });
  await dialog.getByRole('button', { name: 'Close' }).click();
});

it.each(['/', '/kitchen'])('marks cards that have a note or more to read: %s', async (path) => {
  await page.goto(`${system.url}${path}`);
  const cards = 'a[href^="/orders/"]:has([data-clip])';
  await page.locator(cards, { hasText: 'Lemon' }).waitFor(slow);
  const names = Object.fromEntries(Object.entries(texts).map(([id, [name = '']]) => [id, [name]]));
  const noted = Object.entries(texts).filter(([, { length }]) => length === 3);
  const wrong: string[] = [];
  for (const [width, height] of sizes) {
    // As high as the page, so that no card is below the fold.
    await page.setViewportSize({ width, height: Math.max(height, 2_400) });
    await settled();
    expect(await horizontalOverflowOf(page)).toBeLessThanOrEqual(0);
    const seen = await lookAtCards(page, cards, names);
    // On a phone a lane is unfolded by a button.
    expect(seen.length).toBeGreaterThanOrEqual(4);
    const silent = seen.filter(
      ({ id, mark }) => noted.some(([end]) => id.endsWith(end)) && !mark.includes('Note'),
    );
    wrong.push(
      ...[
        ...seen.flatMap(wrongWith),
        ...silent.map(({ id }) => `${id}: has a note, and no mark says so`),
      ].map((what) => `${width} ${what}`),
    );
    await page.screenshot({
      path: join(screenshots, `notes-cards${path.replaceAll('/', '-')}-${width}.png`),
    });
  }
  expect(wrong).toEqual([]);
});
