import { setTimeout as sleep } from 'node:timers/promises';
import { type Identity, isAlive, signalGroup } from '../processes/identity.ts';
import type { Settings } from '../settings/settings.ts';
import { readState, removeState } from './state.ts';

const STOP_WITHIN_MS = 45_000;

/** Stops the processes that a killed supervisor has left running; returns their number. */
export async function stopLeftovers(settings: Settings): Promise<number> {
  const left = (readState(settings)?.parts ?? [])
    .map((part) => part.process)
    .filter((process): process is Identity => process !== undefined && isAlive(process));
  for (const { pid } of left) {
    signalGroup(pid, 'SIGCONT');
    signalGroup(pid, 'SIGTERM');
  }
  await waitUntilGone(left, 15_000);
  for (const { pid } of left.filter(isAlive)) signalGroup(pid, 'SIGKILL');
  await waitUntilGone(left, 5_000);
  return left.length;
}

/**
 * Stops a copy: its supervisor by SIGTERM, by SIGKILL when that takes too long. False when none was running.
 * Pass `supervisor` when it may not have written its state yet.
 */
export async function stopCopy(
  settings: Settings,
  supervisor = readState(settings)?.supervisor,
): Promise<boolean> {
  if (supervisor === undefined) return false;
  const running = isAlive(supervisor);
  if (running) {
    signalGroup(supervisor.pid, 'SIGTERM');
    await waitUntilGone([supervisor], STOP_WITHIN_MS);
    if (isAlive(supervisor)) signalGroup(supervisor.pid, 'SIGKILL');
  }
  const left = await stopLeftovers(settings);
  removeState(settings);
  return running || left > 0;
}

async function waitUntilGone(processes: Identity[], withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (processes.some(isAlive) && Date.now() < deadline) await sleep(50);
}
