import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lockfile, lockfileSchema } from '../lockfile.ts';

/** The project's own files, for tests. */
export const root = join(import.meta.dirname, '../../..');

export function fileOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export function ownLockfile(): Lockfile {
  return lockfileSchema.parse(JSON.parse(fileOf('package-lock.json')));
}
