import { root } from '../../processes/child.ts';
import { createRunFolder } from '../../processes/run-folder.ts';
import { startBroker } from '../../test-system/broker.ts';
import { startTestSystem, type TestSystem } from '../../test-system/test-system.ts';
import { fastCupcakes } from '../../test-system/workflow.ts';

/** The pipeline with cupcakes, small queues, a limit a day and no documentation. */
export type RestSystem = { system: TestSystem; stop(): Promise<void> };

/** Paths of its workflow. */
export const api = '/api/v1/workflows/cupcakes';
export const orders = `${api}/orders`;

/** The body of a new order. */
export const order = (more: object = {}) => ({
  details: { flavour: 'Lemon', size: 'M', quantity: 1, ...more },
});

/** The Host under which a service on this machine is asked. */
export const local = { host: 'localhost' };

/** @param name of the run's folder, which has the services' logs after a failure */
export async function startRestSystem(name: string): Promise<RestSystem> {
  const folder = await createRunFolder(name);
  const broker = await startBroker(folder.path);
  const limits = 'limits: { ordersPerDay: 100000, quantityPerDay: 100000, quantityField: quantity }';
  const system = await startTestSystem({
    dir: folder.path,
    broker,
    workflow: `${await fastCupcakes(root)}\n${limits}\n`,
    processors: 1,
    workers: 1,
    apiEnv: { DOCS: 'false', MAX_IN_FLIGHT: '20', MAX_PENDING: '200', REPLY_TIMEOUT_MS: '20000' },
  });
  return {
    system,
    async stop() {
      await system.stop();
      await broker.stop();
      await folder.remove();
    },
  };
}
