import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describeError, SetupError } from '@cupcakery/local/toolbox/setup-error';
import { clusterDown, clusterEnv, clusterUp, prepareCluster } from './cluster.ts';
import { inside } from './machine/namespace.ts';
import { loadImages } from './machine/node.ts';
import { root } from './settings/settings.ts';
import { testOnCluster } from './test-on-cluster.ts';

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<number> {
  const [command, ...rest] = process.argv.slice(2);
  const { CLUSTER: kind = '' } = process.env;
  if (kind === 'kind') {
    const script = join(root, 'deploy/test-cluster/kind.sh');
    return spawnSync('sh', [script, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;
  }
  if (kind !== '') throw new SetupError(`CLUSTER is ${kind}; it can be kind, or left out.`);
  switch (command) {
    case 'up':
      await clusterUp(print, process.env);
      print('To look around: make cluster-shell, then kubectl get pods -A');
      return 0;
    case 'down':
      print((await clusterDown()) ? 'The test cluster is gone.' : 'There was no test cluster.');
      return 0;
    case 'images': {
      const env = clusterEnv(process.env);
      loadImages(await prepareCluster(print, process.env), env);
      return 0;
    }
    case 'test':
      return await testOnCluster(rest, print, process.env);
    case 'run': {
      const [program = '', ...args] = inside(rest.length > 0 ? rest : ['bash']);
      return spawnSync(program, args, { stdio: 'inherit', env: clusterEnv(process.env) }).status ?? 1;
    }
    default:
      throw new SetupError('usage: main.ts up | down | images | test [VITEST…] | run COMMAND…');
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}
