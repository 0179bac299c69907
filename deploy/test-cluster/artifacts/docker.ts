import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '@cupcakery/local/toolbox/setup-error';
import { cache, paths } from '../settings/settings.ts';

/** A Docker engine to build with. */
export type Docker = {
  /** Runs docker without output; throws with the end of what it printed when it fails. */
  run(args: string[], input?: string): void;
  /** Runs docker and returns what it printed. */
  output(args: string[]): string;
  stop(): Promise<void>;
};

const startWithinMs = 60_000;

/**
 * The engine that is running already, else Debian's, started for the builds alone: without networks or firewall rules,
 * its data in the cache. It must be outside the cluster's namespace, since builds fetch packages.
 */
export async function startDocker(env: NodeJS.ProcessEnv): Promise<Docker> {
  if (answers(env)) return client(env, async () => {});
  const socket = `unix://${join(cache, 'docker.sock')}`;
  const environment = { ...env, DOCKER_HOST: socket };
  mkdirSync(paths.logs, { recursive: true });
  const log = openSync(join(paths.logs, 'dockerd.log'), 'a');
  const args = [
    `--data-root=${join(cache, 'docker')}`,
    `--exec-root=${join(cache, 'docker-exec')}`,
    `--pidfile=${join(cache, 'docker.pid')}`,
    `--host=${socket}`,
    '--bridge=none',
    '--iptables=false',
    '--ip6tables=false',
    '--ip-forward=false',
  ];
  const engine = spawn('/usr/sbin/dockerd', args, { env, stdio: ['ignore', log, log] });
  const deadline = Date.now() + startWithinMs;
  while (!answers(environment)) {
    if (engine.exitCode !== null || Date.now() > deadline) {
      await end(engine);
      throw new SetupError(`The Docker engine did not start; see ${join(paths.logs, 'dockerd.log')}.`);
    }
    await sleep(200);
  }
  return client(environment, () => end(engine));
}

/** Debian's client first: a newer one may refuse the older engine. */
const program = '/usr/bin/docker';

function answers(env: NodeJS.ProcessEnv): boolean {
  return spawnSync(program, ['version'], { env, stdio: 'ignore' }).status === 0;
}

function client(environment: NodeJS.ProcessEnv, stop: () => Promise<void>): Docker {
  const env = { ...environment, DOCKER_BUILDKIT: '1' };
  return {
    stop,
    run(args, input) {
      const { status, stderr } = spawnSync(program, args, {
        env,
        encoding: 'utf8',
        maxBuffer: 1 << 26,
        ...(input === undefined ? {} : { input }),
      });
      if (status === 0) return;
      const end = stderr.trimEnd().split('\n').slice(-25).join('\n');
      throw new SetupError(`docker ${args.join(' ')} failed:\n${end}`);
    },
    output: (args) => spawnSync(program, args, { env, encoding: 'utf8' }).stdout.trim(),
  };
}

async function end(engine: ChildProcess): Promise<void> {
  if (engine.exitCode !== null || engine.signalCode !== null) return;
  const gone = once(engine, 'exit');
  engine.kill('SIGTERM');
  const timer = setTimeout(() => engine.kill('SIGKILL'), 15_000);
  await gone;
  clearTimeout(timer);
}
