import { spawn } from 'node:child_process';
import { settledWithin } from '@cupcakery/kit/tools/with-timeout';
import { signalGroup } from '../processes/identity.ts';
import { killOnExit } from '../processes/kill-on-exit.ts';
import type { Service } from '../settings/services.ts';
import { root } from '../toolbox/repository.ts';
import type { Running } from './keep-running.ts';

/**
 * Starts a service in its own process group, so that stopping it also stops whatever it started.
 * `write` receives its output. `stop` sends SIGTERM, after `killAfterMs` SIGKILL.
 */
export async function spawnService(
  service: Pick<Service, 'command' | 'args' | 'env'>,
  write: (chunk: Buffer) => void,
  killAfterMs = 10_000,
): Promise<Running> {
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
    if (!(await settledWithin(exited, killAfterMs))) signalGroup(pid, 'SIGKILL');
    await exited;
  };
  return { pid, exited, stop };
}
