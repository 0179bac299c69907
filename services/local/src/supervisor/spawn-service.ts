import { spawn } from 'node:child_process';
import type { Service } from '../services.ts';
import { root } from '../settings.ts';
import { signalGroup } from './identity.ts';
import type { Running } from './keep-running.ts';
import { killOnExit } from './kill-on-exit.ts';

/**
 * Starts a service in a process group of its own, so that stopping it takes along whatever it started.
 * `write` gets its output. `stop` sends SIGTERM, after `killAfterMs` SIGKILL.
 */
export const spawnService = async (
  service: Pick<Service, 'command' | 'args' | 'env'>,
  write: (chunk: Buffer) => void,
  killAfterMs = 10_000,
): Promise<Running> => {
  const child = spawn(service.command, service.args, {
    cwd: root,
    detached: true,
    env: { ...process.env, ...service.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  killOnExit(child);
  child.stdout.on('data', write);
  child.stderr.on('data', write);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not start: ${error.message}`));
    child.once('exit', (code, signal) => {
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
      resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`);
    });
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(await exited);
  const stop = async (): Promise<void> => {
    signalGroup(pid, 'SIGTERM');
    signalGroup(pid, 'SIGCONT');
    const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), killAfterMs);
    await exited;
    clearTimeout(timer);
  };
  return { pid, exited, stop };
};
