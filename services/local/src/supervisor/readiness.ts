import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isReady } from '@cupcakery/kit/tools/is-ready';
import type { Service } from '../settings/services.ts';
import { SetupError } from '../toolbox/setup-error.ts';
import type { PartState } from './state.ts';

/**
 * Resolves when the service is ready. Throws a SetupError with the end of its log when that takes longer than
 * `withinMs`, or earlier when it exited four times: waiting longer will not help.
 */
export async function waitReady(
  service: Pick<Service, 'name' | 'adminPort'>,
  state: PartState,
  options: { logFile: string; withinMs: number; signal: AbortSignal },
): Promise<void> {
  const deadline = Date.now() + options.withinMs;
  while (!(await isReady(service.adminPort))) {
    options.signal.throwIfAborted();
    const why =
      state.restarts >= 4
        ? `keeps ending (${state.lastExit})`
        : Date.now() > deadline
          ? `is not ready after ${options.withinMs / 1000} s`
          : undefined;
    if (why !== undefined) {
      throw new SetupError(
        `${service.name} ${why}. The end of ${options.logFile}:\n${await tail(options.logFile)}`,
      );
    }
    await sleep(100);
  }
}

async function tail(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '(no log)');
  return text.trimEnd().split('\n').slice(-20).join('\n');
}
