import { existsSync, globSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Under a group of our own, so that a kubelet that this machine has of its own keeps its groups. */
export const controlGroup = '/cupcakery-test';

const base = '/sys/fs/cgroup';
/** Hierarchies of version 1 are folders of the base (some only links to one another); version 2 is the base itself. */
const hierarchies = (): string[] =>
  existsSync(join(base, 'cgroup.controllers'))
    ? [base]
    : globSync(`${base}/*/`).map((dir) => join(base, basename(dir)));

/**
 * By default all pods together would count as much as one process outside of a group, and starve beside the broker and
 * the tests; on a real node they have what the system leaves.
 */
const share = { 'cpu.shares': '16384', 'cpu.weight': '1600' };

/** The kubelet takes a group only if it is there. */
export function makeControlGroups(): void {
  for (const dir of hierarchies()) {
    const own = join(dir, controlGroup);
    mkdirSync(own, { recursive: true });
    for (const [file, value] of Object.entries(share)) {
      if (existsSync(join(own, file))) writeFileSync(join(own, file), value);
    }
  }
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
