import { spawn } from 'node:child_process';
import { z } from 'zod';
import { root } from '../line/child.ts';

/** The whole system as `make up` starts it, on ports of its own. */
export type LocalSystem = {
  url: string;
  /** kill -9 of one part; the supervisor brings it back. */
  kill(part: string): Promise<void>;
  /** Stops everything and forgets its data. */
  clean(): Promise<void>;
};

const part = /^\s*([a-z-]+)\s+ready\s+pid (\d+)/gm;

/** Runs `make up`; resolves when it returned the prompt. */
export async function startLocalSystem(port: number, kafkaPort: number): Promise<LocalSystem> {
  const env = { ...process.env, PORT: String(port), KAFKA_PORT: String(kafkaPort), EXTRAS: '' };
  const run = (command: string) => runNode(['services/local/src/main.ts', command], env);
  await run('up');
  return {
    url: `http://localhost:${port}`,
    async kill(name) {
      const found = [...(await run('status')).matchAll(part)].find(([, p]) => p === name);
      process.kill(z.coerce.number().int().positive().parse(found?.[2]), 'SIGKILL');
    },
    async clean() {
      await run('clean');
    },
  };
}

function runNode(args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    const add = (chunk: Buffer) => {
      out += chunk.toString('utf8');
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`${args.join(' ')} ended with ${code}:\n${out}`));
    });
  });
}
