import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { TestPipeline } from './test-pipeline.ts';

const listening = z.object({ url: z.string(), msg: z.literal('listening'), server: z.never().optional() });

/** For tests: starts the real order-api of a pipeline; returns its address. It stops with the pipeline. */
export async function startOrderApi(pipeline: TestPipeline): Promise<string> {
  const api = pipeline.service('order-api', { PORT: '0' });
  if (!api.stdout) throw new Error('order-api was started without an output to read');
  const { promise, resolve } = Promise.withResolvers<string>();
  createInterface({ input: api.stdout }).on('line', (entry) => {
    const found = listening.safeParse(JSON.parse(entry));
    if (found.success) resolve(found.data.url);
  });
  return promise;
}
