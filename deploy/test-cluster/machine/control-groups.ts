import { existsSync, globSync, mkdirSync, rmdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Under a group of our own, so that a kubelet that this machine has of its own keeps its groups. */
export const controlGroup = '/cupcakery-test';

const base = '/sys/fs/cgroup';
/** Hierarchies of version 1 are folders of the base (some only links to one another); version 2 is the base itself. */
const hierarchies = (): string[] =>
  existsSync(join(base, 'cgroup.controllers'))
    ? [base]
    : globSync(`${base}/*/`).map((dir) => join(base, basename(dir)));

/** The kubelet takes a group only if it is there. */
export function makeControlGroups(): void {
  for (const dir of hierarchies()) mkdirSync(join(dir, controlGroup), { recursive: true });
}

/** Groups stay behind their processes; they are removed from the leaves up. */
export function removeControlGroups(): void {
  for (const dir of hierarchies()) removeTree(join(dir, controlGroup));
}

function removeTree(dir: string): void {
  if (!existsSync(dir)) return;
  for (const entry of globSync('*/', { cwd: dir })) removeTree(join(dir, entry));
  try {
    rmdirSync(dir);
  } catch {
    // A process in it is just ending; an empty group does no harm, and the next cluster takes it up.
  }
}
