import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { V1ContainerStateTerminated, V1Pod } from '@kubernetes/client-node';
import { paths } from '../../settings/settings.ts';
import { clients } from '../kubernetes/clients.ts';
import { kubectl } from '../kubernetes/kubectl.ts';
import { namespace } from '../shop/shop.ts';
import { eventually } from './eventually.ts';

const run = promisify(execFile);

/** The pods of a stage that are ready. */
export async function podsOfStage(workflow: string, stage: string): Promise<V1Pod[]> {
  const { items } = await clients.core.listNamespacedPod({
    namespace,
    labelSelector: `cupcakery.io/workflow=${workflow},cupcakery.io/stage=${stage}`,
  });
  return items.filter(
    ({ metadata, status }) =>
      metadata?.deletionTimestamp === undefined &&
      status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
  );
}

/** Deletes a pod without a grace period, as when a node fails. */
export async function deleteWithoutGrace(pod: V1Pod | undefined): Promise<void> {
  const name = pod?.metadata?.name;
  if (name === undefined) throw new Error('there is no pod to delete');
  await clients.core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 });
}

/** kill -9 of a pod's process; the kubelet restarts it. */
export async function killProcess(pod: V1Pod | undefined): Promise<void> {
  const id = pod?.status?.containerStatuses?.[0]?.containerID?.replace('containerd://', '');
  if (id === undefined) throw new Error('there is no container to kill');
  const ctr = ['--address', paths.containerdSocket, '--namespace', 'k8s.io'];
  await run('ctr', [...ctr, 'tasks', 'kill', '--signal', 'SIGKILL', id]);
}

/**
 * Starts one more pod of a Deployment's template, with as little CPU as on a crowded node, and deletes it as soon as its
 * process runs, as an autoscaler that scales down again does.
 * @returns how the process ended
 */
export async function deleteWhileStarting(deployment: string): Promise<V1ContainerStateTerminated> {
  const { spec } = await clients.apps.readNamespacedDeployment({ name: deployment, namespace });
  const pod = structuredClone(spec?.template.spec);
  const [container] = pod?.containers ?? [];
  if (pod === undefined || container === undefined) throw new Error(`${deployment} has no container`);
  container.resources = { ...container.resources, limits: { ...container.resources?.limits, cpu: '50m' } };
  const name = `${deployment}-early`;
  // Without the Deployment's labels, which would count it as surplus; with a finalizer, or its exit code would be gone
  // before it can be read.
  const metadata = { name, finalizers: ['cupcakery.io/end-is-read'] };
  await clients.core.createNamespacedPod({ namespace, body: { metadata, spec: pod } });
  const state = async () => {
    const { status } = await clients.core.readNamespacedPod({ namespace, name });
    return status?.containerStatuses?.[0]?.state;
  };
  try {
    await eventually('the process runs', state, (now) => now?.running !== undefined, { everyMs: 20 });
    await clients.core.deleteNamespacedPod({ namespace, name });
    const ended = await eventually('the process has ended', state, (now) => now?.terminated !== undefined);
    if (!ended?.terminated) throw new Error(`${name} has not ended`);
    return ended.terminated;
  } finally {
    await kubectl('patch', 'pod', name, '--namespace', namespace, '--type=merge', '--patch', noFinalizers);
  }
}

const noFinalizers = JSON.stringify({ metadata: { finalizers: null } });
