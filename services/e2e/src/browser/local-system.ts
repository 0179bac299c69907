import { spawn } from 'node:child_process';
import { z } from 'zod';
import { root } from '../processes/child.ts';

/** The whole system as `make up` starts it, on its own ports. */
export type LocalSystem = {
  url: string;
  /** Signals one part; the supervisor restarts it when that kills it. */
  signal(part: string, name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): Promise<void>;
  /** Stops everything and deletes its data. */
  clean(): Promise<void>;
};

/** `status` exits with 1 while a part is not ready. */
const statusCodes = [0, 1];
// In any condition: a stopped part is not ready, but still has a process.
const part = /^\s*([a-z-]+)\s.*pid (\d+)/gm;

/**
 * Runs `make up`; resolves when it returned the prompt.
 * @param more.manual the stages that people work at, `all` of them or none
 * @param more.env added to the environment of all services
 * @param more.workflows folder of workflow files; default: the chart's
 */
export async function startLocalSystem(
  port: number,
  kafkaPort: number,
  {
    manual = '',
    workflows,
    env: more,
  }: { manual?: string; workflows?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<LocalSystem> {
  const ports = { PORT: String(port), KAFKA_PORT: String(kafkaPort) };
  const env = { ...process.env, ...more, ...ports, EXTRAS: '', MANUAL: manual };
  if (workflows !== undefined) Object.assign(env, { WORKFLOWS_DIR: workflows });
  const run = (command: string, codes = [0]) => runNode(['services/local/src/main.ts', command], env, codes);
  await run('up');
  return {
    url: `http://localhost:${port}`,
    async signal(name, signal) {
      const found = [...(await run('status', statusCodes)).matchAll(part)].find(([, p]) => p === name);
      process.kill(z.coerce.number().int().positive().parse(found?.[2]), signal);
    },
    async clean() {
      await run('clean');
    },
  };
}

function runNode(args: string[], env: NodeJS.ProcessEnv, codes: number[]): Promise<string> {
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
      if (code !== null && codes.includes(code)) resolve(out);
      else reject(new Error(`${args.join(' ')} ended with ${code}:\n${out}`));
    });
  });
}
