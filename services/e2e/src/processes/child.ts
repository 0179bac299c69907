import { type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { settledWithin } from '@cupcakery/kit/tools/with-timeout';
import { guard } from './guard.ts';

/** The repository's folder: where services are started. */
export const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** A child process in its own process group. */
export type Child = {
  readonly pid: number;
  /** Resolves when it is gone, with its signal or exit code. */
  readonly exited: Promise<string>;
  readonly running: boolean;
  /** Signals the whole group; does nothing when it is gone. */
  signal(name: NodeJS.Signals): void;
  /** SIGTERM (and SIGCONT for a stopped one), SIGKILL after `withinMs`. */
  stop(withinMs?: number): Promise<void>;
};

/** Starts `node <args>` with its output appended to a log file; `onStdout` receives its stdout instead. */
export function startNode(
  args: string[],
  options: { env?: Record<string, string>; logFile: string; onStdout?: (text: string) => void },
): Child {
  const out = openSync(options.logFile, 'a');
  const stdio: SpawnOptions['stdio'] = ['ignore', options.onStdout ? 'pipe' : out, out];
  const child = spawn(process.execPath, args, {
    cwd: root,
    detached: true,
    env: { ...process.env, ...options.env },
    stdio,
  });
  closeSync(out);
  const { pid } = child;
  if (pid === undefined) throw new Error(`could not start node ${args.join(' ')}`);
  guard().watch(pid);
  child.stdout?.on('data', (chunk: Buffer) => options.onStdout?.(chunk.toString('utf8')));
  let running = true;
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      running = false;
      signalGroup(pid, 'SIGKILL');
      guard().unwatch(pid);
      resolve(signal ?? `code ${code}`);
    });
  });
  const signal = (name: NodeJS.Signals) => {
    if (running) signalGroup(pid, name);
  };
  return {
    pid,
    exited,
    get running() {
      return running;
    },
    signal,
    async stop(withinMs = 10_000) {
      signal('SIGTERM');
      signal('SIGCONT');
      if (!(await settledWithin(exited, withinMs))) signal('SIGKILL');
      await exited;
    },
  };
}

/** Signals a process group; false when it does not or no longer exist. */
export function signalGroup(groupId: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(-groupId, name);
    return true;
  } catch {
    return false;
  }
}

/** True when the process is stopped (SIGSTOP), from Linux's /proc. */
export function isStopped(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name in brackets may hold anything, so the state is what follows the last bracket.
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
  } catch {
    return false;
  }
}
