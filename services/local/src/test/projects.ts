import { join } from 'node:path';

/**
 * Which of vitest's projects `make test` runs one after the other, and which beside each other. Fault runs mostly wait,
 * so the browser has a core meanwhile; both sides take about the same time.
 */
export const sides: string[][][] = [[['unit', 'web', 'int']], [['faults', 'e2e'], ['screens']]];

/** Those of `make test-cluster`, one after the other. */
export const clusterProjects = ['charts', 'cluster'];

/** Where a run of projects leaves its report. */
export function reportFile(dir: string, projects: readonly string[]): string {
  return join(dir, `test-${projects.join('-')}.json`);
}
