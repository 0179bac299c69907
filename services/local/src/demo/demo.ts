import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../toolbox/setup-error.ts';
import { type Cupcakes, type OrderApi, placeOrder, readStatus } from './order-client.ts';
import { type Counts, describeCounts, showProgress } from './progress.ts';

/** With nothing shipped for this long after the last order, the demo stops waiting. */
const PATIENCE_MS = 120_000;
const MAX_IN_FLIGHT = 200;

/** `rate`: orders per second, default 5. `count`: how many, 0 (default) until `signal`. */
export type DemoOptions = { api: OrderApi; rate?: string | undefined; count?: string | undefined };

/** Places random orders at a steady rate and follows them to the end; returns the exit code. */
export async function demo(
  options: DemoOptions,
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<number> {
  const rate = numberOf('RATE', options.rate ?? '5', 0.01, 2000);
  const count = numberOf('N', options.count ?? '0', 0, 1_000_000) || Number.POSITIVE_INFINITY;
  const counts: Counts = { placed: 0, shipped: 0, failed: 0, refused: 0 };
  const unfinished = new Set<string>();
  const started = performance.now();
  let lastRefusal = '';
  let trouble = { reason: '', until: 0 };
  const retrying = (reason: string): void => {
    trouble = { reason, until: Date.now() + 3000 };
  };
  const progress = (): string =>
    describeCounts(counts) + (Date.now() < trouble.until ? `  (retrying: ${trouble.reason})` : '');
  const place = async (): Promise<void> => {
    try {
      unfinished.add(await placeOrder(options.api, randomOrder(), randomUUID(), signal, retrying));
      counts.placed += 1;
    } catch (error) {
      if (signal.aborted) return;
      counts.refused += 1;
      lastRefusal = error instanceof Error ? error.message : String(error);
    }
  };

  print(
    `${rate} orders a second${count === Number.POSITIVE_INFINITY ? ', until Ctrl-C' : `, ${count} in all`}`,
  );
  const endProgress = showProgress(process.stdout, progress);
  const placed = placeAll(place, rate, count, signal);
  await followAll(options.api, unfinished, counts, placed, signal);
  // Requests in flight at Ctrl-C may well have placed their orders: count them, but do not wait for long.
  await Promise.race([placed, sleep(3000, undefined, { ref: false })]);
  endProgress();
  print(`${describeCounts(counts)}  in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  if (lastRefusal)
    print(`The last order that was not placed: ${lastRefusal}. Is everything running? See make status.`);
  if (signal.aborted) return 0;
  if (unfinished.size > 0)
    print(`${unfinished.size} orders did not end; none did for ${PATIENCE_MS / 1000} s`);
  return counts.refused + counts.failed + unfinished.size === 0 ? 0 : 1;
}

/** Starts placements by the clock, not after each other, so that a slow answer does not lower the rate. */
async function placeAll(
  place: () => Promise<void>,
  rate: number,
  count: number,
  signal: AbortSignal,
): Promise<void> {
  const inFlight = new Set<Promise<void>>();
  const start = performance.now();
  for (let n = 0; n < count && !signal.aborted; n += 1) {
    const wait = start + (n * 1000) / rate - performance.now();
    if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => {});
    if (signal.aborted) break;
    const one = place().finally(() => inFlight.delete(one));
    inFlight.add(one);
    if (inFlight.size >= MAX_IN_FLIGHT) await Promise.race(inFlight);
  }
  await Promise.all(inFlight);
}

async function followAll(
  api: OrderApi,
  open: Set<string>,
  counts: Counts,
  placed: Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let placing = true;
  void placed.then(() => {
    placing = false;
  });
  let lastChange = Date.now();
  while (!signal.aborted && (placing || open.size > 0)) {
    // The oldest first, and not all: following must not cost more than placing.
    for (const id of [...open].slice(0, 100)) {
      if (signal.aborted) return;
      const status = await readStatus(api, id);
      if (status === undefined || status === 'open') continue;
      open.delete(id);
      lastChange = Date.now();
      if (status === 'finished') counts.shipped += 1;
      else counts.failed += 1;
    }
    if (placing) lastChange = Date.now();
    if (Date.now() - lastChange > PATIENCE_MS) return;
    await sleep(500, undefined, { signal }).catch(() => {});
  }
}

const flavours = ['Vanilla', 'Chocolate', 'Red velvet', 'Lemon', 'Salted caramel', 'Carrot', 'Strawberry'];
const sizes = ['S', 'M', 'L', 'XL'];

const randomOrder = (): Cupcakes => ({
  Flavour: flavours[randomInt(flavours.length)] ?? 'Vanilla',
  Size: sizes[randomInt(sizes.length)] ?? 'M',
  Quantity: randomInt(1, 25),
});

function numberOf(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max) return value;
  throw new SetupError(
    `${name}="${text}" must be a number from ${min} to ${max}, e.g. make demo RATE=5 N=100`,
  );
}
