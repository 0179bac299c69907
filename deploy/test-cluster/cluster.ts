import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '@cupcakery/local/toolbox/setup-error';
import { buildImages } from './artifacts/build-images.ts';
import { buildPrograms } from './artifacts/build-programs.ts';
import { requirePackages } from './artifacts/debian.ts';
import { fetchOtherCrds } from './artifacts/other-crds.ts';
import { fetchSkaffoldSchema } from './artifacts/skaffold-schema.ts';
import { makeStrimziCrds } from './artifacts/strimzi-crds.ts';
import { makeCertificates } from './machine/certificates.ts';
import { makeControlGroups, removeControlGroups } from './machine/control-groups.ts';
import { startControlPlane } from './machine/control-plane.ts';
import { createNamespace, destroyNamespace, namespacePid, runInside, waitFor } from './machine/namespace.ts';
import { startNode } from './machine/node.ts';
import { paths, root, run } from './settings/settings.ts';

type Announce = (line: string) => void;

/** Where the cluster's programs are found, and how kubectl and helm find the cluster. */
export function clusterEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...env,
    PATH: [paths.bin, '/usr/sbin', '/sbin', env.PATH].join(':'),
    KUBECONFIG: paths.kubeconfig,
  };
}

/** Fetches and builds the programs and CRDs of a cluster, as far as they are not there. */
export async function prepareTools(announce: Announce, env: NodeJS.ProcessEnv): Promise<void> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    throw new SetupError(
      'The test cluster runs containers on this machine, for which it must be Linux and you must be root. On another machine use kind: CLUSTER=kind make cluster-up',
    );
  }
  requirePackages(announce, env);
  buildPrograms(announce, env);
  await makeStrimziCrds(announce, env);
  fetchOtherCrds(announce, env);
  fetchSkaffoldSchema(announce, env);
}

/** And the images. Returns their tar. */
export async function prepareCluster(announce: Announce, env: NodeJS.ProcessEnv): Promise<string> {
  await prepareTools(announce, env);
  return await buildImages(announce, clusterEnv(env));
}

/** Starts a cluster of one node, with DNS and without anything else; half a minute when all is built. */
export async function clusterUp(announce: Announce, environment: NodeJS.ProcessEnv): Promise<void> {
  if (namespacePid() !== undefined)
    throw new SetupError('A test cluster runs already; make cluster-down stops it.');
  const env = clusterEnv(environment);
  const imagesTar = await prepareCluster(announce, environment);
  await cleanUp();
  const startedAt = Date.now();
  const announceStep = (line: string): void =>
    announce(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  try {
    await createNamespace();
    makeControlGroups();
    makeCertificates();
    await startControlPlane(env);
    announceStep('the control plane is up');
    await startNode(imagesTar, env);
    announceStep('the node is ready');
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
    announceStep('the cluster is up');
  } catch (error) {
    await destroyNamespace();
    throw error;
  }
}

/** Stops the cluster and deletes its data; false when there was none. */
export async function clusterDown(): Promise<boolean> {
  const ran = namespacePid() !== undefined;
  await destroyNamespace();
  await cleanUp();
  return ran;
}

async function cleanUp(): Promise<void> {
  removeControlGroups();
  rmSync(run, { recursive: true, force: true });
  if (existsSync(run)) await waitFor('the data of the last cluster are gone', 20, () => !existsSync(run));
}
