import { readdirSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../settings/settings.ts';
import { SetupError } from '../toolbox/setup-error.ts';

/** How much of the existing content of each log is shown. */
const TAIL_BYTES = 4_000;

type Followed = { name: string; file: string; inode: number; offset: number; rest: string };

/** Shows the logs' ends and follows them, each line with its part's name, until `signal` aborts. */
export async function followLogs(
  settings: Settings,
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const dir = join(settings.dir, 'logs');
  const followed = new Map<string, Followed>();
  while (!signal.aborted) {
    for (const name of namesIn(dir)) {
      const file = join(dir, name);
      const log = followed.get(name) ?? {
        name: name.replace(/\.log$/, ''),
        file,
        inode: 0,
        offset: 0,
        rest: '',
      };
      followed.set(name, log);
      for (const line of await newLines(log)) print(`${log.name.padEnd(16)} ${line}`);
    }
    if (followed.size === 0)
      throw new SetupError(`There are no logs in ${dir}. Start the system with make up.`);
    await sleep(300, undefined, { signal }).catch(() => {});
  }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir).filter((name) => name.endsWith('.log'));
  } catch {
    return [];
  }
}

async function newLines(log: Followed): Promise<string[]> {
  const { ino, size } = await stat(log.file).catch(() => ({ ino: 0, size: 0 }));
  if (ino !== log.inode) {
    // Another file under this name: the first read, or a full log was rotated.
    log.offset = log.inode === 0 ? Math.max(0, size - TAIL_BYTES) : 0;
    log.inode = ino;
  }
  if (size <= log.offset) return [];
  const file = await open(log.file);
  try {
    const { bytesRead, buffer } = await file.read(
      Buffer.alloc(size - log.offset),
      0,
      size - log.offset,
      log.offset,
    );
    log.offset += bytesRead;
    const lines = (log.rest + buffer.toString('utf8', 0, bytesRead)).split('\n');
    log.rest = lines.pop() ?? '';
    return lines;
  } finally {
    await file.close();
  }
}
