import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../processes/child.ts';

/** The client library's example, run as a kitchen's own program would be. */
export type KitchenApp = {
  /** Every line it printed so far. */
  lines: string[];
  stop(): Promise<void>;
};

/** @param url of `/graphql`, ws: */
export function startKitchenApp(url: string, stage: string): KitchenApp {
  const child = spawn(process.execPath, [join(root, 'services/client/examples/kitchen-app.ts')], {
    cwd: root,
    env: { PATH: process.env.PATH, CUPCAKERY_URL: url, STAGE: stage },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = `${rest}${chunk.toString('utf8')}`.split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  return {
    lines,
    async stop() {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}
