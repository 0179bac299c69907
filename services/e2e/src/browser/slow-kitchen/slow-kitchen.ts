import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { type LocalSystem, startLocalSystem } from '../local-system.ts';

/** A local system whose first stage is worked by people only, and whose clock a test moves. */
export type SlowKitchen = {
  system: LocalSystem;
  /** What the services take the time for, ms. */
  now(): number;
  /** How far their clock is ahead, ms. */
  readonly aheadMs: number;
  /** Moves the clock of all services on; resolves when each has noticed. */
  wait(seconds: number): Promise<void>;
  /** Places orders of one customer at once; their ids. */
  place(count: number): Promise<string[]>;
  /** A cook who finishes one ticket of the first stage after the other until `stop`, which says who was finished. */
  startCook(ids: readonly string[], everyMs: number): { stop(): Promise<number> };
  clean(): Promise<void>;
};

export const customer = 'cleo';
const stage = 'mix';
const orders = '/api/v1/workflows/cupcakes/orders';
const orderShape = z.object({ order: z.object({ id: z.string() }) });
/** The services read the offset twice a second. */
const noticedMs = 700;

export async function startSlowKitchen(): Promise<SlowKitchen> {
  const dir = await mkdtemp(join(tmpdir(), 'cupcakery-clock-'));
  const file = join(dir, 'ahead');
  const system = await startLocalSystem({ manual: stage, env: { CLOCK_OFFSET_FILE: file } });
  let ahead = 0;

  async function post(path: string, body: unknown, user: string, role: string): Promise<string> {
    const answer = await fetch(`${system.url}${orders}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-cupcakery-user': user,
        'x-cupcakery-roles': role,
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return orderShape.parse(await answer.json()).order.id;
  }

  return {
    system,
    now: () => Date.now() + ahead * 1000,
    get aheadMs() {
      return ahead * 1000;
    },
    async wait(seconds) {
      ahead += seconds;
      await writeFile(`${file}.new`, String(ahead));
      await rename(`${file}.new`, file);
      await delay(noticedMs);
    },
    place: (count) =>
      Promise.all(
        Array.from({ length: count }, (_, n) =>
          post('', { details: { flavour: 'Vanilla', size: 'M', quantity: n + 1 } }, customer, 'customer'),
        ),
      ),
    startCook(ids, everyMs) {
      const stopping = new AbortController();
      const work = async () => {
        for (const [n, id] of ids.entries()) {
          if (stopping.signal.aborted) return n;
          await post(`/${id}/complete`, { stage }, 'ann', 'mixer');
          await delay(everyMs, undefined, { signal: stopping.signal }).catch(() => {});
        }
        return ids.length;
      };
      const working = work();
      return {
        stop() {
          stopping.abort();
          return working;
        },
      };
    },
    async clean() {
      await system.clean();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
