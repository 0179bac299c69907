import { existsSync, globSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The pods' group: one of our own, so that a kubelet that this machine has of its own keeps its groups. */
export const podGroup = '/cupcakery-test';
/** The group of what pods stand on: the control plane, the node's programs, the broker, the tests. */
const systemGroup = '/cupcakery-test-system';

const base = '/sys/fs/cgroup';
/** Hierarchies of version 1 are folders of the base (some only links to one another); version 2 is the base itself. */
const hierarchies = (): string[] =>
  existsSync(join(base, 'cgroup.controllers'))
    ? [base]
    : globSync(`${base}/*/`).map((dir) => join(base, basename(dir)));

/**
 * By default all pods together would count as much as one process outside of a group, and starve. When all of
 * them start at once they must not starve in turn what they stand on: a real node reserves for its own programs, and a
 * Kafka that Strimzi runs requests its share. `cpu.shares` is version 1's name, `cpu.weight` version 2's.
 */
const shares = [
  { group: podGroup, share: { 'cpu.shares': '16384', 'cpu.weight': '1600' } },
  { group: systemGroup, share: { 'cpu.shares': '32768', 'cpu.weight': '3200' } },
];

/** The kubelet takes a group only if it is there. */
export function makeControlGroups(): void {
  for (const dir of hierarchies()) {
    for (const { group, share } of shares) {
      const own = join(dir, group);
      mkdirSync(own, { recursive: true });
      for (const [file, value] of Object.entries(share)) {
        if (existsSync(join(own, file))) writeFileSync(join(own, file), value);
      }
    }
  }
}

/** Files into which a process writes its id (or 0) to belong to the system; one, unless the kernel knows no shares. */
export const systemProcesses = (): string[] =>
  hierarchies()
    .map((dir) => join(dir, systemGroup))
    .filter((own) =>
      shares.some(({ share }) => Object.keys(share).some((file) => existsSync(join(own, file)))),
    )
    .map((own) => join(own, 'cgroup.procs'));

/** Groups stay behind their processes; they are removed from the leaves up. */
export function removeControlGroups(): void {
  for (const dir of hierarchies()) {
    for (const { group } of shares) removeTree(join(dir, group));
  }
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
