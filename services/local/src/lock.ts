import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { identify, isAlive } from './supervisor/identity.ts';

const identity = z.object({ pid: z.number().int(), startedAt: z.string() });

/**
 * Runs `work` while no other process holds the lock `file`; waits for one that does, telling so once by
 * `waiting`. The lock of a process that is gone does not count.
 */
export const withLock = async <T>(
  file: string,
  waiting: () => void,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> => {
  mkdirSync(dirname(file), { recursive: true });
  const self = JSON.stringify(identify(process.pid));
  for (let told = false; !tryCreate(file, self); ) {
    if (!holderLives(file)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) waiting();
    told = true;
    await sleep(200, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
};

const tryCreate = (file: string, text: string): boolean => {
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
};

const holderLives = (file: string): boolean => {
  try {
    return isAlive(identity.parse(JSON.parse(readFileSync(file, 'utf8'))));
  } catch {
    return false;
  }
};
