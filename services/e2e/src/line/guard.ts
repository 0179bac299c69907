import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Tells the guard what to clean up should this process end before it could. */
export type Guard = {
  watch(groupId: number): void;
  forget(groupId: number): void;
  /** A folder to be removed at the end. */
  removeLater(folder: string): void;
  /** A folder that stays: its logs explain a failure. */
  keep(folder: string): void;
};

let started: Guard | undefined;

/** The guard of this process; started at the first call, in a session of its own. It ends with this process. */
export function guard(): Guard {
  if (started) return started;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'guard-main.ts')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  // The pipe must not keep this process alive: its end is the very signal.
  const { stdin } = child;
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  const tell = (line: string) => void stdin.write(`${line}\n`);
  started = {
    watch: (groupId) => tell(`+${groupId}`),
    forget: (groupId) => tell(`-${groupId}`),
    removeLater: (folder) => tell(`dir ${folder}`),
    keep: (folder) => tell(`keep ${folder}`),
  };
  return started;
}
