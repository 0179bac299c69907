import { expect, vi } from 'vitest';
import { z } from 'zod';
import { startGateway, type TestGateway } from './gateway.ts';
import { as, operationsOf } from './operations.ts';
import { startOrderApi } from './order-api.ts';
import { startTestPipeline, type TestPipeline } from './test-pipeline.ts';

/** For tests: headers of people of the pipeline's workflow. */
export const people = {
  ann: as('ann', 'customer'),
  mia: as('mia', 'mix-cook'),
  max: as('max', 'mix-cook'),
  sid: as('sid', 'ship-cook'),
  sue: as('sue', 'sre'),
};

/** For tests: a pipeline with its order-api and a gateway, and what people do there. */
export type TestKitchen = ReturnType<typeof operationsOf> & {
  pipeline: TestPipeline;
  gateway: TestGateway;
  /** Places an order, by default ann's; returns its id. */
  place(headers?: Record<string, string>): Promise<string>;
  /** Waits until the gateway has read as far as that version. */
  shown(id: string, version: number): Promise<void>;
  stop(): Promise<void>;
};

/** @param more YAML added to the workflow's file */
export async function startTestKitchen(brokers: string, prefix: string, more = ''): Promise<TestKitchen> {
  const pipeline = await startTestPipeline(brokers, prefix, more);
  const gateway = await startGateway(pipeline, brokers, { ORDER_API_URL: await startOrderApi(pipeline) });
  const { mutate, run } = operationsOf(gateway, pipeline.workflow.name);
  const version = 'query Q($workflow: String!, $id: ID!) { order(workflow: $workflow, id: $id) { version } }';
  return {
    pipeline,
    gateway,
    mutate,
    run,
    async place(headers = people.ann) {
      const { order } = await mutate('placeOrder', { details: { flavour: 'Lemon' } }, headers);
      return z.string().parse(order?.id);
    },
    async shown(id, wanted) {
      await vi.waitFor(
        async () => expect((await run(version, { id })).data).toEqual({ order: { version: wanted } }),
        10_000,
      );
    },
    async stop() {
      await gateway.stop();
      await pipeline.stop();
    },
  };
}
