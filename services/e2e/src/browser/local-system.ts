import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../processes/child.ts';

/** The whole system as `make up` starts it, on its own ports. */
export type LocalSystem = {
  port: number;
  kafkaPort: number;
  url: string;
  /**
   * Signals one part; the supervisor restarts it when that kills it. `supervisor` itself serves the pages and forwards
   * all requests.
   */
  signal(part: string, name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): Promise<void>;
  /** Stops everything and deletes its data. */
  clean(): Promise<void>;
};

/** `status` exits with 1 while a part is not ready. */
const statusCodes = [0, 1];
// In any condition: a stopped part is not ready, but still has a process.
const part = /^\s*([a-z-]+)\s.*pid (\d+)|(supervisor) pid (\d+)/gm;

/**
 * PORTs to try. They differ from each other and from the default by multiples of 100, and Kafka's from theirs as the
 * defaults do, so such copies never take a port of each other (settings/ports.ts of services/local); and all are below
 * those that `freePorts` gives to tests beside this one.
 */
const candidates = Array.from({ length: 18 }, (_, i) => 6_080 + 100 * i);
const kafkaDistance = 1_012;
const taken = 'is taken by another program';

/**
 * Runs `make up` where its ports are free; resolves when it returned the prompt.
 * @param more.manual the stages that people work at, `all` of them or none
 * @param more.env added to the environment of all services
 * @param more.workflows folder of workflow files; default: the chart's
 */
export async function startLocalSystem(more: SystemOptions = {}): Promise<LocalSystem> {
  // Others start elsewhere in the list, so that few try the same one at the same time.
  const first = process.pid % candidates.length;
  for (const port of [...candidates.slice(first), ...candidates.slice(0, first)]) {
    // A run that was killed may have left a system there; it is not ours.
    if (existsSync(join(root, '.cupcakery', String(port)))) continue;
    try {
      return await startAt(port, more);
    } catch (error) {
      if (!(error instanceof Error && error.message.includes(taken))) throw error;
    }
  }
  throw new Error(`no PORT of ${candidates[0]} to ${candidates.at(-1)} is free: see .cupcakery/, make clean`);
}

type SystemOptions = { manual?: string; workflows?: string; env?: NodeJS.ProcessEnv };

async function startAt(
  port: number,
  { manual = '', workflows, env: more }: SystemOptions,
): Promise<LocalSystem> {
  const kafkaPort = port + kafkaDistance;
  const ports = { PORT: String(port), KAFKA_PORT: String(kafkaPort) };
  const env = { ...process.env, ...more, ...ports, EXTRAS: '', MANUAL: manual };
  if (workflows !== undefined) Object.assign(env, { WORKFLOWS_DIR: workflows });
  const run = (command: string, codes = [0]) => runNode(['services/local/src/main.ts', command], env, codes);
  await run('up');
  return {
    port,
    kafkaPort,
    url: `http://localhost:${port}`,
    async signal(name, signal) {
      const pidOf = new Map(
        [...(await run('status', statusCodes)).matchAll(part)].map(([, p, pid, s, its]) => [
          p ?? s,
          pid ?? its,
        ]),
      );
      process.kill(z.coerce.number().int().positive().parse(pidOf.get(name)), signal);
    },
    async clean() {
      const lost = await lostSupervisor(port);
      await run('clean');
      if (lost !== undefined) throw new Error(lost);
    },
  };
}

/** What a supervisor that ended by itself left in its logs, before they are deleted; undefined while it serves its pages. */
async function lostSupervisor(port: number): Promise<string | undefined> {
  try {
    await fetch(`http://localhost:${port}/`, { signal: AbortSignal.timeout(10_000) });
    return undefined;
  } catch (error) {
    const folder = join(root, '.cupcakery', String(port));
    const tails = ['supervisor.out', 'logs/supervisor.log', 'state.json'].map((name) => {
      const file = join(folder, name);
      const text = existsSync(file) ? readFileSync(file, 'utf8').slice(-4_000) : 'does not exist';
      return `${name}:\n${text}`;
    });
    return [`the system at PORT=${port} was gone before its test ended (${error})`, ...tails].join('\n');
  }
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
