import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { clusterProjects, reportFile } from '@cupcakery/local/test/projects';
import { readReports } from '@cupcakery/local/test/report';
import { installKafka } from '@cupcakery/local/toolbox/kafka-jars';
import { clusterDown, clusterEnv, clusterUp, prepareTools } from './cluster.ts';
import { inSystemCgroup, inside, namespacePid } from './machine/namespace.ts';
import { paths, root } from './settings/settings.ts';

/**
 * Runs the checks of the charts and the tests on a cluster, inside the cluster's network. A cluster that runs already
 * is used and kept; otherwise one is started, and ended in either case.
 * @param args for vitest, such as a file's name: then of the cluster's tests only these
 * @returns 0 when all passed
 */
export async function testOnCluster(
  args: string[],
  announce: (line: string) => void,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  // Inside there is no network to fetch it from.
  await installKafka(announce);
  const keeps = namespacePid() !== undefined;
  // The charts' checks alone: make charts.
  const projects = args.length === 0 ? clusterProjects : ['cluster'];
  const reports = projects.map((project) => reportFile(join(root, '.cupcakery'), [project]));
  mkdirSync(join(root, '.cupcakery'), { recursive: true });
  for (const report of reports) rmSync(report, { force: true });
  if (keeps) await prepareTools(announce, environment);
  else await clusterUp(announce, environment);
  try {
    const env = { ...clusterEnv(environment), HELM: join(paths.bin, 'helm'), CUPCAKERY_CLUSTER: '1' };
    const codes: unknown[] = [];
    // One after the other: the pods need the machine for themselves.
    for (const [i, project] of projects.entries()) {
      const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${reports[i]}`];
      const vitest = [process.execPath, join(root, 'node_modules/vitest/vitest.mjs'), 'run'];
      const chosen = ['--project', project];
      const command = [...vitest, ...chosen, ...reporters, ...args];
      const [program = '', ...rest] = inside(inSystemCgroup(command));
      const child = spawn(program, rest, { cwd: root, env, stdio: 'inherit' });
      const [code] = await once(child, 'exit');
      codes.push(code);
    }
    const { ok, line } = await readReports(reports);
    announce(line);
    const clean = codes.every((code) => code === 0);
    if (ok && !clean) announce('Failed all the same: errors outside of any test, see "Errors" above');
    return ok && clean ? 0 : 1;
  } finally {
    if (!keeps) await clusterDown();
  }
}
