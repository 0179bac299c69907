import { setTimeout as delay } from 'node:timers/promises';
import { mapWithConcurrency } from '@cupcakery/kit/tools/map-with-concurrency';
import { z } from 'zod';
import { openScreen } from '../bench/fan-out/screens/screen.ts';

/**
 * Screens that resume from their cursor whenever they are disconnected, at the next of several gateways, and record
 * every version of every order. Prints `open` when all are connected, then what they have seen every half second.
 */
const env = z
  .object({
    URLS: z.string().transform((text) => text.split(',').map((url) => new URL(url))),
    SCREENS: z.coerce.number(),
    WORKFLOW: z.string(),
  })
  .parse(process.env);
const query = `subscription Watch($workflow: String!, $after: Cursor) {
  orders(workflow: $workflow, after: $after) { cursor kind removed orders { id version } }
}`;
const message = z.object({
  payload: z.object({
    data: z.object({
      orders: z.object({
        cursor: z.string(),
        kind: z.enum(['SNAPSHOT', 'CHANGE']),
        removed: z.array(z.string()),
        orders: z.array(z.object({ id: z.string(), version: z.number() })),
      }),
    }),
  }),
});
const seen = { changes: 0, missing: 0, repeated: 0, snapshots: 0, reconnects: 0, refused: 0 };
const examples: string[] = [];
const maxBackoffMs = 800;

async function watch(index: number): Promise<void> {
  const versions = new Map<string, number>();
  let cursor: string | undefined;
  const first = Promise.withResolvers<void>();
  void live();
  return first.promise;

  async function live(): Promise<never> {
    for (let attempt = 0; ; attempt += 1) {
      const url = env.URLS[(index + attempt) % env.URLS.length] ?? new URL('http://nowhere.invalid');
      const wasOpen = await connection(url);
      if (wasOpen) seen.reconnects += 1;
      else seen.refused += 1;
      await delay(Math.random() * maxBackoffMs);
    }
  }

  /** Resolves when it is closed, with whether it was ever open. */
  function connection(url: URL): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    let isOpen = false;
    const screen = openScreen({
      url,
      headers: { 'x-cupcakery-user': `screen-${index}`, 'x-cupcakery-roles': 'admin' },
      subscribe: {
        query,
        variables: { workflow: env.WORKFLOW, ...(cursor === undefined ? {} : { after: cursor }) },
      },
      onOpen() {
        isOpen = true;
        first.resolve();
      },
      onMessage: (parts) => apply(JSON.parse(Buffer.concat(parts).toString())),
      onClose() {
        screen.close();
        resolve(isOpen);
      },
    });
    return promise;
  }

  function apply(text: unknown): void {
    const { orders: payload } = message.parse(text).payload.data;
    cursor = payload.cursor;
    if (payload.kind === 'SNAPSHOT') seen.snapshots += 1;
    for (const { id, version } of payload.orders) {
      const last = versions.get(id) ?? 0;
      if (payload.kind === 'CHANGE' && version <= last) recordMismatch('repeated', index, id, version, last);
      if (payload.kind === 'CHANGE' && version > last + 1)
        recordMismatch('missing', index, id, version, last);
      versions.set(id, version);
      seen.changes += 1;
    }
  }
}

function recordMismatch(
  what: 'missing' | 'repeated',
  screen: number,
  id: string,
  version: number,
  last: number,
): void {
  seen[what] += 1;
  if (examples.length < 10) examples.push(`screen ${screen}, order ${id}: ${version} after ${last}`);
}

const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const maxConnecting = 50;
await mapWithConcurrency([...Array(env.SCREENS).keys()], maxConnecting, watch);
print({ open: env.SCREENS });
setInterval(() => print({ ...seen, examples }), 500);
process.on('SIGTERM', () => process.exit(0));
