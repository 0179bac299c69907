import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { V1Pod } from '@kubernetes/client-node';
import { paths } from '../settings.ts';
import { clients } from './clients.ts';
import { namespace } from './shop.ts';

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

/** Takes a pod away without a grace period: a node that fails. */
export async function removeAtOnce(pod: V1Pod | undefined): Promise<void> {
  const name = pod?.metadata?.name;
  if (name === undefined) throw new Error('there is no pod to take away');
  await clients.core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 });
}

/** kill -9 of a pod's process; the kubelet starts it again. */
export async function killProcess(pod: V1Pod | undefined): Promise<void> {
  const id = pod?.status?.containerStatuses?.[0]?.containerID?.replace('containerd://', '');
  if (id === undefined) throw new Error('there is no container to kill');
  const ctr = ['--address', paths.containerdSocket, '--namespace', 'k8s.io'];
  await run('ctr', [...ctr, 'tasks', 'kill', '--signal', 'SIGKILL', id]);
}
