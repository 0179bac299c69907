import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Registers what the guard cleans up if this process exits before it could. */
export type Guard = {
  watch(groupId: number): void;
  unwatch(groupId: number): void;
  /** Removes the folder at the end. */
  removeAtExit(folder: string): void;
  /** Keeps the folder: its logs explain a failure. */
  keep(folder: string): void;
};

let started: Guard | undefined;

/** The guard of this process; started at the first call, in its own session. It exits with this process. */
export function guard(): Guard {
  if (started) return started;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'guard-main.ts')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  // The pipe must not keep this process alive: its end is the signal to clean up.
  const { stdin } = child;
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  const send = (line: string) => void stdin.write(`${line}\n`);
  started = {
    watch: (groupId) => send(`+${groupId}`),
    unwatch: (groupId) => send(`-${groupId}`),
    removeAtExit: (folder) => send(`dir ${folder}`),
    keep: (folder) => send(`keep ${folder}`),
  };
  return started;
}
