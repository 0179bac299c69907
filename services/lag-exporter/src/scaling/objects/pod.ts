import { z } from 'zod';
import {
  condition,
  conditionOf,
  firstSentence,
  listOf,
  type StageObject,
  stageObject,
} from './stage-object.ts';

/** Whether a pod is ready, and if not, why. */
export type PodStatus = StageObject & {
  /** It is being deleted or has ended, and is not counted. */
  ending: boolean;
  ready: boolean;
  /** Its containers have started. */
  runs: boolean;
  /** When it last became ready or not ready, ms since 1970. */
  since: number;
  /** A reason that waiting a little does not resolve; undefined while it is just starting. */
  notReadyReason: string | undefined;
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

/** A pod, reduced to its status here. */
export const podSchema = z
  .object({
    metadata: z
      .object({ creationTimestamp: instant, deletionTimestamp: z.string().nullish() })
      .and(stageObject),
    status: status.prefault({}),
  })
  .transform(({ metadata, status }): PodStatus => {
    const { creationTimestamp, deletionTimestamp, ...whose } = metadata;
    const ready = conditionOf(status, 'Ready');
    return {
      ...whose,
      ending: typeof deletionTimestamp === 'string' || ['Succeeded', 'Failed'].includes(status.phase),
      ready: ready?.status === 'True',
      runs: status.phase === 'Running',
      since: ready?.lastTransitionTime ?? creationTimestamp,
      notReadyReason: notReadyReasonOf(status),
    };
  });

function notReadyReasonOf(status: Status): string | undefined {
  const scheduled = conditionOf(status, 'PodScheduled');
  if (scheduled?.status === 'False') {
    if (scheduled.reason === 'SchedulingGated') return 'held back by a scheduling gate';
    const why = firstSentence(scheduled.message);
    return why === '' ? 'no node fits' : `no node fits (${why})`;
  }
  for (const one of [...status.initContainerStatuses, ...status.containerStatuses]) {
    const reason = containerReason(one);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** The kubelet's reasons for a waiting container. @see pkg/kubelet/images and pkg/kubelet/container of Kubernetes */
function containerReason({ state, lastState }: Container): string | undefined {
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
