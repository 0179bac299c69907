import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sleep } from '@cupcakery/kit/tools/backoff';
import { type Identity, identify, isAlive } from './identity.ts';

const retryMs = 200;

/**
 * Runs `work` while no other process holds the lock `file`; waits for one that does and then calls `onWait` once.
 * The lock of a process that is gone does not count. Rejects with the reason when `signal` is aborted meanwhile.
 *
 * Each contender creates a claim of its own, an empty file beside `file` whose name identifies its process, and only then
 * looks for other claims: of two contenders at least one sees the other, so never both proceed. If each sees the other,
 * both withdraw and retry after a random pause. A dead claim is removed by its unique name, so a removal never hits
 * a new claim; a lock file taken over by removing and creating it has that race, and so has proper-lockfile 4.
 */
export async function withLock<T>(
  file: string,
  onWait: () => void,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  const claim = claimOf(file, identify(process.pid) ?? { pid: process.pid, startedAt: '' });
  for (let waited = false; !(await tryClaim(file, claim)); ) {
    if (!waited) onWait();
    waited = true;
    await sleep(retryMs * (0.5 + Math.random()), signal);
    signal.throwIfAborted();
  }
  try {
    return await work();
  } finally {
    await rm(claim, { force: true });
  }
}

async function tryClaim(file: string, claim: string): Promise<boolean> {
  // Checked before claiming as well, so that waiting processes do not block each other.
  if (await othersHold(file, claim)) return false;
  await writeFile(claim, '', { flag: 'wx' });
  if (!(await othersHold(file, claim))) return true;
  await rm(claim, { force: true });
  return false;
}

/** Whether a living process has another claim; dead claims are removed. */
async function othersHold(file: string, claim: string): Promise<boolean> {
  const prefix = `${basename(file)}.`;
  let held = false;
  for (const name of await readdir(dirname(file))) {
    const other = join(dirname(file), name);
    const holder = name.startsWith(prefix) ? holderOf(name.slice(prefix.length)) : undefined;
    if (holder === undefined || other === claim) continue;
    if (isAlive(holder)) held = true;
    else await rm(other, { force: true });
  }
  return held;
}

/** The path of a new claim on the lock `file` for this process. */
export const claimOf = (file: string, { pid, startedAt }: Identity): string =>
  `${file}.${pid}.${Buffer.from(startedAt).toString('base64url')}.${randomUUID()}`;

function holderOf(name: string): Identity | undefined {
  const [, pid, startedAt] = name.match(/^(\d+)\.([\w-]*)\.[0-9a-f-]{36}$/) ?? [];
  if (pid === undefined || startedAt === undefined) return undefined;
  return { pid: Number(pid), startedAt: Buffer.from(startedAt, 'base64url').toString() };
}
