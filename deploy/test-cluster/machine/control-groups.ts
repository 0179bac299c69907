import { existsSync, globSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The pods' group: a separate one, so that another kubelet on this machine keeps its groups. */
export const podGroup = '/cupcakery-test';
/** The group of what pods depend on: the control plane, the node's programs, the broker, the tests. */
const systemGroup = '/cupcakery-test-system';

const base = '/sys/fs/cgroup';
/** Hierarchies of version 1 are folders of the base (some only links to one another); version 2 is the base itself. */
const hierarchies = (): string[] =>
  existsSync(join(base, 'cgroup.controllers'))
    ? [base]
    : globSync(`${base}/*/`).map((dir) => join(base, basename(dir)));

/**
 * By default all pods together would weigh as much as one process outside of a group, and starve. When all of them
 * start at once they must not in turn starve what they depend on: a real node reserves CPU for its own programs, and a
 * Kafka that Strimzi runs requests its share.
 */
const weights = [
  { group: podGroup, times: 16 },
  { group: systemGroup, times: 32 },
];
/** What a process outside of a group weighs, by the name that each version has for it. */
const usual = { 'cpu.shares': 1024, 'cpu.weight': 100 };

/** The kubelet requires that its group exists. */
export function makeControlGroups(): void {
  for (const dir of hierarchies()) {
    for (const { group, times } of weights) {
      const own = join(dir, group);
      mkdirSync(own, { recursive: true });
      for (const [file, weight] of Object.entries(usual)) {
        if (existsSync(join(own, file))) writeFileSync(join(own, file), String(weight * times));
      }
    }
  }
}

/** Files into which a process writes its id (or 0) to belong to the system; one, unless the kernel has no shares. */
export function systemProcesses(): string[] {
  return hierarchies()
    .map((dir) => join(dir, systemGroup))
    .filter((own) => Object.keys(usual).some((file) => existsSync(join(own, file))))
    .map((own) => join(own, 'cgroup.procs'));
}

/** Groups stay behind their processes; they are removed from the leaves up. */
export function removeControlGroups(): void {
  for (const dir of hierarchies()) {
    for (const { group } of weights) removeTree(join(dir, group));
  }
}

function removeTree(dir: string): void {
  if (!existsSync(dir)) return;
  for (const entry of globSync('*/', { cwd: dir })) removeTree(join(dir, entry));
  try {
    rmdirSync(dir);
  } catch {
    // A process in it is just exiting; an empty group does no harm, and the next cluster reuses it.
  }
}
