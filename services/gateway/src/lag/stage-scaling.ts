import type { GroupLag, LagReport, TopicLag } from './lag-report.ts';

/** Why a stage has as many replicas as it has, for programs. */
export type ScalingReason =
  | 'STALE'
  | 'DISABLED'
  | 'UNABLE'
  | 'PAUSED'
  | 'METRIC_MISSING'
  | 'DEPENDENCY_DOWN'
  | 'PODS_PENDING'
  | 'PARTITION_CAP'
  | 'MAX_REPLICAS'
  | 'STABILIZATION'
  | 'RATE_LIMIT'
  | 'TOLERANCE'
  | 'SCALING'
  | 'FIXED'
  | 'MINIMUM'
  | 'BALANCED';

/** A stage's replicas and the reason for them, as a sentence and as a code; null is unknown. */
export type StageScaling = {
  replicas: number | null;
  wantedReplicas: number | null;
  maxReplicas: number | null;
  reason: string | null;
  reasonCode: ScalingReason | null;
};

/** By lag-exporter's codes. */
const reasons: Readonly<Record<string, ScalingReason>> = {
  disabled: 'DISABLED',
  unable: 'UNABLE',
  paused: 'PAUSED',
  'metric-missing': 'METRIC_MISSING',
  'dependency-down': 'DEPENDENCY_DOWN',
  'pods-pending': 'PODS_PENDING',
  'partition-cap': 'PARTITION_CAP',
  'max-replicas': 'MAX_REPLICAS',
  stabilization: 'STABILIZATION',
  'rate-limit': 'RATE_LIMIT',
  tolerance: 'TOLERANCE',
  scaling: 'SCALING',
  fixed: 'FIXED',
  minimum: 'MINIMUM',
  balanced: 'BALANCED',
};

/** What is known of a stage whose scaling nothing reports. */
export const unknownScaling: StageScaling = {
  replicas: null,
  wantedReplicas: null,
  maxReplicas: null,
  reason: null,
  reasonCode: null,
};

/**
 * A stage's replicas and the reason for them. Where no Kubernetes is watched, a replica is a member of the stage's
 * group. An exporter older than the explanations reports neither; a stage that it does not know is unknown.
 */
export function stageScaling(
  { workflow, stage }: { workflow: string; stage: string },
  { scaling }: Pick<LagReport, 'scaling'>,
  group: GroupLag | undefined,
  topic: TopicLag | undefined,
): StageScaling {
  if (scaling === undefined) return unknownScaling;
  if (scaling === null) return group && topic ? unwatched(group, topic) : unknownScaling;
  const found = scaling.stages.find((one) => one.workflow === workflow && one.stage === stage);
  const reported: StageScaling = found
    ? {
        replicas: found.actual,
        wantedReplicas: found.wanted,
        maxReplicas: found.max,
        reason: found.reason.text,
        reasonCode: reasons[found.reason.code] ?? null,
      }
    : unknownScaling;
  if (!scaling.stale) return reported;
  const last =
    reported.reason === null ? "lag-exporter's log tells why." : `This was the last: ${reported.reason}`;
  return { ...reported, reason: `Kubernetes does not answer. ${last}`, reasonCode: 'STALE' };
}

function unwatched({ members }: GroupLag, topic: TopicLag): StageScaling {
  return {
    replicas: members,
    wantedReplicas: null,
    maxReplicas: topic.partitions.length,
    ...unwatchedReason(topic),
  };
}

function unwatchedReason({ paused, dependencyDown }: TopicLag): Pick<StageScaling, 'reason' | 'reasonCode'> {
  if (paused) return { reason: 'The stage is paused: tickets wait.', reasonCode: 'PAUSED' };
  if (dependencyDown) {
    return {
      reason: 'The target of the work does not answer: tickets wait, and more workers would not help.',
      reasonCode: 'DEPENDENCY_DOWN',
    };
  }
  return {
    reason: 'No autoscaler is watched: there are as many workers as were started.',
    reasonCode: 'FIXED',
  };
}
