import type { DeploymentStatus } from '../objects/deployment.ts';
import type { PodStatus } from '../objects/pod.ts';

/** Replicas of a stage that are not ready. */
export type NotReady = {
  count: number;
  total: number;
  /** Why, the most frequent first; empty while they are just starting. */
  reasons: string[];
};

/** Time for a replica to start: it pulls its image, joins its group and reads what it needs. */
const startsForMs = 60_000;

/** Counts the desired replicas of a Deployment that are not ready, with the reasons; undefined if all are ready. */
export function notReadyOf(
  { desired, failure }: Pick<DeploymentStatus, 'desired' | 'failure'>,
  pods: readonly PodStatus[],
  now: number,
): NotReady | undefined {
  const alive = pods.filter(({ ending }) => !ending);
  const waiting = alive.filter(({ ready }) => !ready);
  const missing = Math.max(0, desired - alive.length);
  const count = waiting.length + missing;
  if (count === 0) return undefined;
  const seen = waiting.flatMap((pod) => pod.notReadyReason ?? lateness(pod, now) ?? []);
  if (missing > 0 && failure !== undefined) seen.push(`pods cannot be made (${failure})`);
  const times = new Map<string, number>();
  for (const reason of seen) times.set(reason, (times.get(reason) ?? 0) + 1);
  const reasons = [...times].sort(([, a], [, b]) => b - a).map(([reason]) => reason);
  return { count, total: alive.length + missing, reasons };
}

function lateness({ since, runs }: PodStatus, now: number): string | undefined {
  if (now - since < startsForMs) return undefined;
  return `${runs ? 'up but its probe fails' : 'not started'} for ${Math.floor((now - since) / 60_000)} min`;
}
