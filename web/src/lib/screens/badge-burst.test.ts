import { expect, test } from 'vitest';
import { type BurstInput, noBurst, reduceBurst } from './badge-burst.ts';

type Step = [key: string, afterMs: number];

/** What the page gets of typed keys, and the badges; `pause` is the timer that runs out. */
function type(steps: readonly Step[]): { page: string[]; badges: string[] } {
  let state = noBurst;
  let at = 1_000;
  const page: string[] = [];
  const badges: string[] = [];
  for (const [key, afterMs] of steps) {
    at += afterMs;
    const input: BurstInput = key === 'pause' ? { type: 'pause', at } : { type: 'key', key, at };
    const { state: next, held, release, badge } = reduceBurst(state, input);
    state = next;
    page.push(...release);
    if (badge !== undefined) badges.push(badge);
    else if (!held && key !== 'pause') page.push(key);
  }
  return { page, badges };
}

const fast = (text: string): Step[] => [...text].map((key) => [key, 8]);

test.each<[string, Step[], string[], string[]]>([
  ['a badge', [...fast('12345678'), ['Enter', 8]], [], ['12345678']],
  [
    'a badge with capitals',
    [['B', 8], ['Shift', 4], ...fast('ADGE-0815'), ['Enter', 8]],
    ['Shift'],
    ['BADGE-0815'],
  ],
  [
    'one key of a person',
    [
      ['r', 500],
      ['pause', 46],
    ],
    ['r'],
    [],
  ],
  [
    'a slot and Enter',
    [
      ['2', 500],
      ['Enter', 150],
    ],
    ['2', 'Enter'],
    [],
  ],
  [
    'a slot and Enter at once',
    [
      ['2', 500],
      ['Enter', 10],
    ],
    ['2', 'Enter'],
    [],
  ],
  [
    'keys that a person rolls',
    [
      ['1', 500],
      ['r', 20],
      ['pause', 46],
    ],
    ['1', 'r'],
    [],
  ],
  [
    'slow typing that ends with Enter',
    [...'12345678'].map((key): Step => [key, 90]).concat([['Enter', 90]]),
    [...'12345678', 'Enter'],
    [],
  ],
  ['a reader without Enter', [...fast('123456789'), ['pause', 60]], [], []],
  ['too few characters', [...fast('1234'), ['Enter', 8]], ['Enter'], []],
  [
    'other keys',
    [
      ['ArrowLeft', 8],
      [' ', 8],
      ['Escape', 8],
    ],
    ['ArrowLeft', ' ', 'Escape'],
    [],
  ],
])('%s', (_what, steps, page, badges) => {
  expect(type(steps)).toEqual({ page, badges });
});
