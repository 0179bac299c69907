import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Fills a folder of the cache unless it exists: a temporary one that is renamed at the end, so that it is never partial. */
export function makeOnce(dir: string, fill: (temporary: string) => void): void {
  if (existsSync(dir)) return;
  const temporary = join(dirname(dir), `.${basename(dir)}-${process.pid}`);
  mkdirSync(temporary, { recursive: true });
  try {
    fill(temporary);
    renameSync(temporary, dir);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
