import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guard } from './guard.ts';

/** A folder for one run's data and logs. */
export type RunFolder = {
  readonly path: string;
  /** Removes it. */
  remove(): Promise<void>;
  /** Keeps the folder when this process exits. */
  keep(): void;
};

/** A new folder under the system's temporary one; removed also when this process dies, unless kept. */
export async function createRunFolder(name: string): Promise<RunFolder> {
  const path = await mkdtemp(join(tmpdir(), `cupcakery-${name}-`));
  guard().removeAtExit(path);
  return {
    path,
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }),
    keep: () => guard().keep(path),
  };
}
