import { join } from 'node:path';
import { z } from 'zod';
import { startNode } from '../../processes/child.ts';
import { createJsonLines } from '../../tools/json-lines.ts';
import { newOrderId, type SnapshotWriter } from './records/snapshots.ts';
import { type ServerOptions, startServer } from './servers/server-process.ts';

const readiness = z.object({
  time: z.union([z.number(), z.string().transform((text) => Date.parse(text))]),
  msg: z.literal('readiness'),
  condition: z.literal('orders'),
  ready: z.boolean(),
});
const printed = z.object({ seconds: z.number() });
const versionsEach = 5;

/** Fills a topic with so many snapshots, five versions of an order. */
export async function fillTopic(writer: SnapshotWriter, records: number): Promise<void> {
  for (let written = 0; written < records; ) {
    const batch = Array.from({ length: 400 }, newOrderId).flatMap((id) =>
      Array.from({ length: versionsEach }, () => writer.change(id, 'somebody').record),
    );
    const wanted = batch.slice(0, records - written);
    await writer.send(wanted);
    written += wanted.length;
  }
}

/** Seconds from the start of reading to ready, according to the gateway's own log. */
export async function measureRebuild(options: ServerOptions): Promise<number> {
  const server = await startServer('gateway', options);
  try {
    const moments = server.lines.all(readiness);
    const begun = moments.find((m) => !m.ready)?.time ?? Number.NaN;
    const ready = moments.find((m) => m.ready)?.time ?? Number.NaN;
    return (ready - begun) / 1000;
  } finally {
    await server.child.stop();
  }
}

/** Seconds from the first record to the last. */
export async function measureRawRead(options: ServerOptions, records: number): Promise<number> {
  const lines = createJsonLines();
  const child = startNode(['services/e2e/src/bench/fan-out/servers/rebuild-main.ts'], {
    env: {
      KAFKA_BROKERS: options.brokers,
      TOPIC: `${options.workflow}.orders`,
      RECORDS: String(records),
      NODE_ENV: 'production',
    },
    logFile: join(options.dir, 'rebuild.log'),
    onStdout: lines.push,
  });
  await child.exited;
  return printed.parse(lines.last(printed)).seconds;
}
