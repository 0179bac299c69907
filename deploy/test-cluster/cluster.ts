import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '@cupcakery/local/toolbox/setup-error';
import { makeCertificates } from './machine/certificates.ts';
import { makeControlGroups, removeControlGroups } from './machine/control-groups.ts';
import { startControlPlane } from './machine/control-plane.ts';
import { createNamespace, destroyNamespace, namespacePid, runInside, until } from './machine/namespace.ts';
import { startNode } from './machine/node.ts';
import { buildImages } from './parts/build-images.ts';
import { buildPrograms } from './parts/build-programs.ts';
import { requirePackages } from './parts/debian.ts';
import { fetchOtherCrds } from './parts/other-crds.ts';
import { fetchSkaffoldSchema } from './parts/skaffold-schema.ts';
import { makeStrimziCrds } from './parts/strimzi-crds.ts';
import { paths, root, run } from './settings.ts';

type Say = (line: string) => void;

/** Where the cluster's programs are found, and how kubectl and helm find the cluster. */
export function clusterEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...env,
    PATH: [paths.bin, '/usr/sbin', '/sbin', env.PATH].join(':'),
    KUBECONFIG: paths.kubeconfig,
  };
}

/** Fetches and builds the programs and CRDs of a cluster, as far as they are not there. */
export async function prepareTools(say: Say, env: NodeJS.ProcessEnv): Promise<void> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    throw new SetupError(
      'The test cluster runs containers on this machine, for which it must be Linux and you must be root. On another machine use kind: CLUSTER=kind make cluster-up',
    );
  }
  requirePackages(say, env);
  buildPrograms(say, env);
  await makeStrimziCrds(say, env);
  fetchOtherCrds(say, env);
  fetchSkaffoldSchema(say, env);
}

/** And the images. Returns their tar. */
export async function prepareCluster(say: Say, env: NodeJS.ProcessEnv): Promise<string> {
  await prepareTools(say, env);
  return await buildImages(say, clusterEnv(env));
}

/** Starts a cluster of one node, with DNS and without anything else; half a minute when all is built. */
export async function clusterUp(say: Say, environment: NodeJS.ProcessEnv): Promise<void> {
  if (namespacePid() !== undefined)
    throw new SetupError('A test cluster runs already; make cluster-down stops it.');
  const env = clusterEnv(environment);
  const imagesTar = await prepareCluster(say, environment);
  await forget();
  const begun = Date.now();
  const tell = (line: string): void =>
    say(`${((Date.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  try {
    await createNamespace();
    makeControlGroups();
    makeCertificates();
    await startControlPlane(env);
    tell('the control plane is up');
    await startNode(imagesTar, env);
    tell('the node is ready');
    runInside(
      ['kubectl', 'apply', '-f', join(root, 'deploy/test-cluster/machine/manifests/coredns.yaml')],
      env,
    );
    const rollout = [
      'kubectl',
      '-n',
      'kube-system',
      'rollout',
      'status',
      'deployment/coredns',
      '--timeout=90s',
    ];
    runInside(rollout, env);
    tell('the cluster is up');
  } catch (error) {
    await destroyNamespace();
    throw error;
  }
}

/** Ends the cluster and forgets what it kept. */
export async function clusterDown(): Promise<boolean> {
  const ran = namespacePid() !== undefined;
  await destroyNamespace();
  await forget();
  return ran;
}

async function forget(): Promise<void> {
  removeControlGroups();
  rmSync(run, { recursive: true, force: true });
  if (existsSync(run)) await until('the data of the last cluster are gone', 20, () => !existsSync(run));
}
