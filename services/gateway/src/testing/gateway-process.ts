import type { ChildProcess } from 'node:child_process';
import process from 'node:process';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { isReady } from '@cupcakery/kit/tools/is-ready';
import { vi } from 'vitest';
import type { TestPipeline } from './test-pipeline.ts';

/** For tests: a gateway in a separate process, on a port that it keeps over restarts. */
export type GatewayProcess = {
  url: string;
  ws: string;
  /** kill -9 and a new process. */
  restart(): Promise<void>;
};

export async function startGatewayProcess(
  pipeline: TestPipeline,
  env: Record<string, string> = {},
): Promise<GatewayProcess> {
  const [port = 0, adminPort = 0] = await freePorts(2);
  let child: ChildProcess = await start();

  async function start(): Promise<ChildProcess> {
    const started = pipeline.service('gateway', {
      PORT: String(port),
      ADMIN_PORT: String(adminPort),
      LOG_LEVEL: 'error',
      ...env,
    });
    started.stdout?.pipe(process.stderr);
    await vi.waitFor(
      async () => {
        if (!(await isReady(adminPort))) throw new Error('the gateway is not ready');
      },
      { timeout: 30_000, interval: 50 },
    );
    return started;
  }

  return {
    url: `http://127.0.0.1:${port}/graphql`,
    ws: `ws://127.0.0.1:${port}/graphql`,
    async restart() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
      child = await start();
    },
  };
}
