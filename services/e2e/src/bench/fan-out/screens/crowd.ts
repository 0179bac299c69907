import { join } from 'node:path';
import { z } from 'zod';
import { startNode } from '../../../processes/child.ts';
import { createJsonLines } from '../../../tools/json-lines.ts';
import { waitFor } from '../../../tools/wait.ts';

/** A process full of screens. */
export type Crowd = {
  /** Changes that its screens have received so far. */
  readonly changes: number;
  readonly bytes: number;
  /** Waits for so many more; resolves with the time of the last one, ms. */
  received(changes: number, withinMs?: number): Promise<number>;
  /** Delays since the last call, from the time in the record to the arrival, ms. */
  delays(): Promise<{ p50: number; p99: number }>;
  stop(): Promise<void>;
};

const openLine = z.object({ open: z.number() });
const closedLine = z.object({ closed: z.number(), why: z.string() });
const changesLine = z.object({ changes: z.number(), bytes: z.number(), at: z.number() });
const delaysLine = z.object({ delays: z.number(), p50: z.number(), p99: z.number() });

/** @param options.order the order that all watch; without it the mixed crowd */
export async function startCrowd(options: {
  url: string;
  workflow: string;
  screens: number;
  order?: string | undefined;
  dir: string;
}): Promise<Crowd> {
  const { url, workflow, screens, order, dir } = options;
  const lines = createJsonLines();
  const child = startNode(['services/e2e/src/bench/fan-out/screens/screens-main.ts'], {
    env: {
      URL: url,
      WORKFLOW: workflow,
      SCREENS: String(screens),
      ...(order === undefined ? {} : { ORDER: order }),
    },
    logFile: join(dir, 'screens.log'),
    onStdout: lines.push,
  });
  const now = () => lines.last(changesLine) ?? { changes: 0, bytes: 0, at: 0 };
  const checked = <T>(read: () => T) => {
    const closed = lines.last(closedLine);
    if (closed) throw new Error(`screen ${closed.closed} was closed: ${closed.why}`);
    return read();
  };
  await waitFor(`${screens} screens`, () => checked(() => lines.last(openLine) !== undefined), {
    withinMs: 60_000,
  });
  return {
    get changes() {
      return now().changes;
    },
    get bytes() {
      return now().bytes;
    },
    async received(changes, withinMs = 60_000) {
      await waitFor(`${changes} changes`, () => checked(() => now().changes >= changes), {
        withinMs,
        everyMs: 10,
      });
      return now().at;
    },
    async delays() {
      const before = lines.count(delaysLine);
      child.signal('SIGUSR2');
      await waitFor('the delays', () => lines.count(delaysLine) > before, { withinMs: 10_000 });
      return delaysLine.parse(lines.last(delaysLine));
    },
    stop: () => child.stop(),
  };
}
