import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { SnapshotWriter } from '../../bench/fan-out/records/snapshots.ts';
import { openScreen } from '../../bench/fan-out/screens/screen.ts';
import { newOrderId } from '../../bench/measuring/order-id.ts';
import { waitFor } from '../../tools/wait.ts';

/** A screen that subscribes once, like anybody's, and must receive every change. */
export type HonestScreen = {
  /** Writes changes while `attack` runs; resolves when all of them have arrived, each once and in order. */
  isServedDuring(attack: () => Promise<void>): Promise<void>;
  close(): void;
};

const message = z.object({
  payload: z.object({
    data: z.object({
      orders: z.object({
        kind: z.literal('CHANGE'),
        orders: z.array(z.object({ id: z.string(), version: z.number() })),
      }),
    }),
  }),
});
const query = `subscription Honest($workflow: String!) {
  orders(workflow: $workflow) { cursor kind removed orders { id version } }
}`;
const everyMs = 20;

export async function openHonestScreen(
  url: URL,
  workflow: string,
  writer: SnapshotWriter,
): Promise<HonestScreen> {
  const versions = new Map<string, number>();
  const faults: string[] = [];
  const opened = Promise.withResolvers<void>();
  const orders = Array.from({ length: 10 }, newOrderId);
  let written = 0;
  let received = 0;
  const screen = openScreen({
    url,
    headers: {
      'x-cupcakery-user': 'honest',
      'x-cupcakery-roles': 'admin',
      'x-forwarded-for': '198.51.100.1',
    },
    subscribe: { query, variables: { workflow } },
    onMessage(parts) {
      const text = Buffer.concat(parts).toString();
      const parsed = message.safeParse(JSON.parse(text));
      if (!parsed.success) return;
      for (const { id, version } of parsed.data.payload.data.orders.orders) {
        if (version !== (versions.get(id) ?? 0) + 1)
          faults.push(`${id}: ${version} after ${versions.get(id)}`);
        versions.set(id, version);
        received += 1;
      }
    },
    onOpen: opened.resolve,
    onClose(why) {
      faults.push(`the honest screen was closed: ${why}`);
      opened.reject(new Error(why));
    },
  });
  await opened.promise;

  return {
    async isServedDuring(attack) {
      const before = received;
      let isOver = false;
      const writing = (async () => {
        while (!isOver || written < before + orders.length) {
          await writer.send([writer.change(orders[written % orders.length] ?? '', 'somebody').record]);
          written += 1;
          await delay(everyMs);
        }
      })();
      try {
        await attack();
      } finally {
        isOver = true;
        await writing;
      }
      await waitFor(
        'the honest screen to have every change',
        () => received >= written || faults.length > 0,
        {
          withinMs: 60_000,
        },
      );
      if (faults.length > 0 || received !== written) {
        throw new Error(`${received} of ${written} changes: ${faults.slice(0, 3).join('; ')}`);
      }
    },
    close: () => screen.close(),
  };
}
