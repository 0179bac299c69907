import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from './settings.ts';
import { type Identity, isAlive, signalGroup } from './supervisor/identity.ts';
import { readState, removeState } from './supervisor/state.ts';

const STOP_WITHIN_MS = 45_000;

/** Ends what a supervisor that was killed has left running; returns how many processes. */
export const endLeftovers = async (settings: Settings): Promise<number> => {
  const left = (readState(settings)?.parts ?? [])
    .map((part) => part.process)
    .filter((process): process is Identity => process !== undefined && isAlive(process));
  for (const { pid } of left) {
    signalGroup(pid, 'SIGCONT');
    signalGroup(pid, 'SIGTERM');
  }
  await gone(left, 15_000);
  for (const { pid } of left.filter(isAlive)) signalGroup(pid, 'SIGKILL');
  await gone(left, 5_000);
  return left.length;
};

/**
 * Stops a copy: its supervisor in good order, by force when that takes too long. False when none was running.
 * Give `supervisor` when it may not have written its state yet.
 */
export const stopCopy = async (
  settings: Settings,
  supervisor = readState(settings)?.supervisor,
): Promise<boolean> => {
  if (supervisor === undefined) return false;
  const running = isAlive(supervisor);
  if (running) {
    signalGroup(supervisor.pid, 'SIGTERM');
    await gone([supervisor], STOP_WITHIN_MS);
    if (isAlive(supervisor)) signalGroup(supervisor.pid, 'SIGKILL');
  }
  const left = await endLeftovers(settings);
  removeState(settings);
  return running || left > 0;
};

const gone = async (processes: Identity[], withinMs: number): Promise<void> => {
  const deadline = Date.now() + withinMs;
  while (processes.some(isAlive) && Date.now() < deadline) await sleep(50);
};
