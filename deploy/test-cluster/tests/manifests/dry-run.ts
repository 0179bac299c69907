import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../../charts/rendering/helm.ts';
import { podsOf } from '../../../charts/rendering/pods.ts';
import { runProgram } from '../../../charts/rendering/run-program.ts';
import { paths } from '../../settings/settings.ts';
import { kubectl, kubectlWith } from '../kubernetes/kubectl.ts';
import { namespace, stream, title } from './manifest-sets.ts';

const enforced = ['enforce', 'warn', 'audit'].map((mode) => [
  `pod-security.kubernetes.io/${mode}`,
  'restricted',
]);

/**
 * Creates the namespace of the dry runs, which admits only pods of the Pod Security Standard `restricted`.
 * @param dir for a configuration of kubectl that has this namespace as its default
 * @returns that file. As an option, the namespace would be refused for objects that name another one.
 */
export async function prepareDryRuns(dir: string): Promise<string> {
  const labels = Object.fromEntries(enforced);
  const made = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } };
  await kubectlWith(JSON.stringify(made), 'apply', '--filename', '-');
  const kubeconfig = join(dir, 'kubeconfig');
  copyFileSync(paths.kubeconfig, kubeconfig);
  await kubectl('config', 'set-context', '--current', '--namespace', namespace, '--kubeconfig', kubeconfig);
  return kubeconfig;
}

/** Writes the accounts of pods: the API server accepts no pod of an unknown account, not even in a dry run. */
export async function writeAccounts(manifests: readonly Manifest[]): Promise<void> {
  const names = new Set(podsOf(manifests).map(({ spec }) => spec.serviceAccountName ?? 'default'));
  const accounts = [...names].map((name) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace, labels: {}, annotations: {} },
  }));
  await kubectlWith(stream(accounts), 'apply', '--filename', '-');
}

/**
 * The objections of the API server to objects, and to the pods that they would create: it checks pods against the Pod
 * Security Standard when they are created, and only warns about the workload before. A warning counts as a refusal.
 */
export async function refusals(manifests: readonly Manifest[], kubeconfig: string): Promise<string[]> {
  const all = [...manifests.map(here), ...podsOf(manifests).map(podOf)];
  if ((await apply(all, kubeconfig)) === undefined) return [];
  // Its messages do not always name the object, so each is applied separately.
  const found: string[] = [];
  for (const one of all) {
    const message = await apply([one], kubeconfig);
    if (message !== undefined) found.push(`${title(one)}: ${message}`);
  }
  return found.length > 0 ? found : ['refused together, but each is accepted alone'];
}

async function apply(manifests: readonly Manifest[], kubeconfig: string): Promise<string | undefined> {
  const strict = ['--dry-run=server', '--validate=strict', '--warnings-as-errors'];
  const args = ['apply', ...strict, '--kubeconfig', kubeconfig, '--filename', '-'];
  const { status, stderr } = await runProgram('kubectl', args, stream(manifests));
  return status === 0 ? undefined : stderr.trim();
}

/** Objects for other namespaces are applied in this one: a dry run creates none, so the namespace does not matter. */
function here(one: Manifest): Manifest {
  const { namespace: given } = one.metadata;
  if (given === undefined || given === 'kube-system') return one;
  return { ...one, metadata: { ...one.metadata, namespace } };
}

function podOf({ owner, labels, spec }: ReturnType<typeof podsOf>[number]): Manifest {
  const name = `${owner.kind}-${owner.metadata.name}`.toLowerCase();
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels, annotations: {} }, spec };
}
