import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { TestPipeline } from './test-pipeline.ts';

const listening = z.object({ url: z.string(), msg: z.literal('listening'), server: z.never().optional() });

/** For tests: starts the real order-api of a pipeline; returns its address. It stops with the pipeline. */
export function startOrderApi(pipeline: TestPipeline): Promise<string> {
  return startHttpService(pipeline, 'order-api');
}

/** For tests: the same of any service that serves HTTP on `PORT`. */
export async function startHttpService(
  pipeline: TestPipeline,
  name: string,
  env: Record<string, string> = {},
): Promise<string> {
  const api = pipeline.service(name, { PORT: '0', ...env });
  if (!api.stdout) throw new Error(`${name} was started without an output to read`);
  const { promise, resolve } = Promise.withResolvers<string>();
  createInterface({ input: api.stdout }).on('line', (entry) => {
    const found = listening.safeParse(JSON.parse(entry));
    if (found.success) resolve(found.data.url);
  });
  return promise;
}
