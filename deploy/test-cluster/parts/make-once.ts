import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Fills a folder of the cache unless it is there; beside its place, so that a half is never taken for a whole. */
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
