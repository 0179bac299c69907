import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process by pid and start time: a pid alone may belong to another process later. */
export type Identity = { pid: number; startedAt: string };

/** The start time of the process with this pid, as the system formats it; undefined if there is none (or a zombie). */
function startOf(pid: number): string | undefined {
  try {
    // Field 22 of stat; the command in field 2 may hold spaces and brackets, so count after the last one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    if (process.platform === 'linux') return undefined;
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Identifies a running process; undefined if it is gone already. */
export function identify(pid: number): Identity | undefined {
  const startedAt = startOf(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether exactly this process is still running. */
export const isAlive = ({ pid, startedAt }: Identity): boolean => startOf(pid) === startedAt;

/** Signals the process group that `pid` leads; false if it no longer exists. */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
