import { mapWithConcurrency } from '@cupcakery/kit/tools/map-with-concurrency';
import { z } from 'zod';
import { mixedScreen, orderDocument, ordersDocument } from '../records/documents.ts';
import { openScreen } from './screen.ts';

/**
 * A crowd of screens. Prints JSON lines: `open` when all are, then `changes` in all and
 * `at` (ms) as they come; on SIGUSR2 the delays since then, from the time in the record to the message's arrival.
 */
const env = z
  .object({
    URL: z.url().transform((text) => new URL(text)),
    SCREENS: z.coerce.number(),
    WORKFLOW: z.string(),
    /** Without it the mixed crowd. */
    ORDER: z.string().optional(),
  })
  .parse(process.env);

const marks = { version: Buffer.from('"version":'), updatedAt: Buffer.from('"updatedAt":"') };
const timeLength = new Date().toISOString().length;
let opened = 0;
let changes = 0;
let bytes = 0;
let printed = 0;
let lastAt = 0;
let delays: number[] = [];
const maxConnecting = 50;
const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

function count(parts: readonly Buffer[]): void {
  lastAt = Date.now();
  for (const part of parts) {
    bytes += part.length;
    for (let at = part.indexOf(marks.version); at >= 0; at = part.indexOf(marks.version, at + 1)) {
      changes += 1;
      const time = part.indexOf(marks.updatedAt, at) + marks.updatedAt.length;
      delays.push(lastAt - Date.parse(part.toString('latin1', time, time + timeLength)));
    }
  }
}

async function open(index: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const plan =
    env.ORDER === undefined ? mixedScreen(index) : { user: `screen-${index}`, roles: 'admin', filter: {} };
  openScreen({
    url: env.URL,
    headers: { 'x-cupcakery-user': plan.user, 'x-cupcakery-roles': plan.roles },
    subscribe:
      env.ORDER === undefined
        ? { query: ordersDocument, variables: { workflow: env.WORKFLOW, filter: plan.filter } }
        : { query: orderDocument, variables: { workflow: env.WORKFLOW, id: env.ORDER } },
    onMessage: count,
    onOpen() {
      opened += 1;
      resolve();
    },
    onClose(why) {
      print({ closed: index, why });
      process.exitCode = 1;
    },
  });
  await promise;
}

await mapWithConcurrency([...Array(env.SCREENS).keys()], maxConnecting, open);
print({ open: opened });
setInterval(() => {
  if (changes === printed) return;
  printed = changes;
  print({ changes, bytes, at: lastAt });
}, 20);
process.on('SIGUSR2', () => {
  delays.sort((a, b) => a - b);
  const quantile = (q: number) => delays[Math.floor((delays.length - 1) * q)] ?? null;
  print({ delays: delays.length, p50: quantile(0.5), p99: quantile(0.99) });
  delays = [];
});
process.on('SIGTERM', () => process.exit(0));
