import { z } from 'zod';
import {
  condition,
  conditionOf,
  firstSentence,
  listOf,
  type StageObject,
  stageObject,
} from './stage-object.ts';

/** Of a pod whether it works, and what keeps it from that. */
export type PodFacts = StageObject & {
  /** It is being deleted or has ended: it counts for nothing. */
  ending: boolean;
  ready: boolean;
  /** Its containers have begun. */
  runs: boolean;
  /** Since when it is ready or not, ms. */
  since: number;
  /** What does not go away by waiting a little; undefined while it just starts. */
  hurdle: string | undefined;
};

const instant = z.string().transform((text) => Date.parse(text));
const container = z.object({
  state: z
    .object({
      waiting: z.object({ reason: z.string().default(''), message: z.string().default('') }).optional(),
    })
    .default({}),
  lastState: z
    .object({
      terminated: z.object({ reason: z.string().default(''), exitCode: z.number() }).optional(),
    })
    .default({}),
});
type Container = z.infer<typeof container>;

const status = z.object({
  phase: z.string().default('Pending'),
  conditions: listOf(condition.extend({ lastTransitionTime: instant.nullish() })),
  initContainerStatuses: listOf(container),
  containerStatuses: listOf(container),
});
type Status = z.infer<typeof status>;

/** A pod, cut down to its facts. */
export const podSchema = z
  .object({
    metadata: z
      .object({ creationTimestamp: instant, deletionTimestamp: z.string().nullish() })
      .and(stageObject),
    status: status.prefault({}),
  })
  .transform(({ metadata, status }): PodFacts => {
    const { creationTimestamp, deletionTimestamp, ...whose } = metadata;
    const ready = conditionOf(status, 'Ready');
    return {
      ...whose,
      ending: typeof deletionTimestamp === 'string' || ['Succeeded', 'Failed'].includes(status.phase),
      ready: ready?.status === 'True',
      runs: status.phase === 'Running',
      since: ready?.lastTransitionTime ?? creationTimestamp,
      hurdle: hurdleOf(status),
    };
  });

function hurdleOf(status: Status): string | undefined {
  const scheduled = conditionOf(status, 'PodScheduled');
  if (scheduled?.status === 'False') {
    if (scheduled.reason === 'SchedulingGated') return 'held back by a scheduling gate';
    const why = firstSentence(scheduled.message);
    return why === '' ? 'no node fits' : `no node fits (${why})`;
  }
  for (const one of [...status.initContainerStatuses, ...status.containerStatuses]) {
    const hurdle = hurdleIn(one);
    if (hurdle !== undefined) return hurdle;
  }
  return undefined;
}

/** Reasons of the kubelet for a container that waits. @see pkg/kubelet/images and pkg/kubelet/container of Kubernetes */
function hurdleIn({ state, lastState }: Container): string | undefined {
  const { reason = '', message = '' } = state.waiting ?? {};
  switch (reason) {
    case '':
    case 'ContainerCreating':
    case 'PodInitializing':
      return undefined;
    case 'ImagePullBackOff':
    case 'ErrImagePull':
    case 'ErrImageNeverPull':
    case 'InvalidImageName':
    case 'RegistryUnavailable':
      return 'the image cannot be pulled';
    case 'CrashLoopBackOff': {
      const { terminated } = lastState;
      if (terminated?.reason === 'OOMKilled') return 'out of memory again and again';
      return `it crashes again and again${terminated ? `, with code ${terminated.exitCode}` : ''}`;
    }
    default:
      return firstSentence(message) || reason;
  }
}
