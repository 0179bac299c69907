import type { DeploymentFacts } from './deployment.ts';
import type { PodFacts } from './pod.ts';

/** Replicas of a stage that do not work yet. */
export type NotReady = {
  count: number;
  of: number;
  /** What keeps them from it, the most frequent first; empty while they just start. */
  hurdles: string[];
};

/** So long a replica may start: it pulls its image, joins its group and reads what it needs. */
const startsForMs = 60_000;

/** Counts what is not ready of the replicas that a Deployment is to have, and why; undefined: all are. */
export function notReadyOf(
  { asked, failure }: Pick<DeploymentFacts, 'asked' | 'failure'>,
  pods: readonly PodFacts[],
  now: number,
): NotReady | undefined {
  const alive = pods.filter(({ ending }) => !ending);
  const waiting = alive.filter(({ ready }) => !ready);
  const missing = Math.max(0, asked - alive.length);
  const count = waiting.length + missing;
  if (count === 0) return undefined;
  const seen = waiting.flatMap((pod) => pod.hurdle ?? lateness(pod, now) ?? []);
  if (missing > 0 && failure !== undefined) seen.push(`pods cannot be made (${failure})`);
  const times = new Map<string, number>();
  for (const hurdle of seen) times.set(hurdle, (times.get(hurdle) ?? 0) + 1);
  const hurdles = [...times].sort(([, a], [, b]) => b - a).map(([hurdle]) => hurdle);
  return { count, of: alive.length + missing, hurdles };
}

function lateness({ since, runs }: PodFacts, now: number): string | undefined {
  if (now - since < startsForMs) return undefined;
  return `${runs ? 'up but its probe fails' : 'not started'} for ${Math.floor((now - since) / 60_000)} min`;
}
