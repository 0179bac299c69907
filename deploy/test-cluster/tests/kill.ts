import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { V1ContainerStateTerminated, V1Pod } from '@kubernetes/client-node';
import { paths } from '../settings.ts';
import { eventually } from './ask.ts';
import { clients } from './clients.ts';
import { kubectl } from './kubectl.ts';
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

/**
 * Starts one more pod of a Deployment's template, with as little CPU as on a crowded node, and deletes it as soon as its
 * process runs, as an autoscaler does that has changed its mind.
 * @returns how the process ended
 */
export async function endAtStart(deployment: string): Promise<V1ContainerStateTerminated> {
  const { spec } = await clients.apps.readNamespacedDeployment({ name: deployment, namespace });
  const pod = structuredClone(spec?.template.spec);
  const [container] = pod?.containers ?? [];
  if (pod === undefined || container === undefined) throw new Error(`${deployment} has no container`);
  container.resources = { ...container.resources, limits: { ...container.resources?.limits, cpu: '50m' } };
  const name = `${deployment}-early`;
  // Without the Deployment's labels, which would take it for one too many; with a finalizer, or its end would be gone
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
