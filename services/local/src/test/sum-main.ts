import { join } from 'node:path';
import { root } from '../toolbox/repository.ts';
import { clusterProjects, reportFile, sides } from './projects.ts';
import { readReports } from './report.ts';

// The counts of `make test` and `make test-cluster` in one line; a run that left no report counts as a failure.
const dir = join(root, '.cupcakery');
const runs = [...sides.flat(), ...clusterProjects.map((project) => [project])];
const { ok, failures, line } = await readReports(runs.map((one) => reportFile(dir, one)));
for (const failure of failures) process.stdout.write(`failed: ${failure}\n`);
process.stdout.write(`${line}\n`);
process.exitCode = ok ? 0 : 1;
