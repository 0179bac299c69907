import type { ScalingReason } from '../../generated/graphql.ts';
import { inWords, type StageState, type StateLook } from './severity.ts';

const cannotScale: StateLook = { severity: 5, key: 'cannotScale', icon: 'late', tone: 'warn' };
const atItsLimit: StateLook = { severity: 5, key: 'atItsLimit', icon: 'late', tone: 'warn' };

/** The state of a stage by a reason that needs action; the other reasons are normal. */
const troubles: Partial<Record<ScalingReason, StateLook>> = {
  DEPENDENCY_DOWN: { severity: 7, key: 'targetDown', icon: 'incident', tone: 'bad' },
  PODS_PENDING: { severity: 6, key: 'replicasMissing', icon: 'incident', tone: 'bad' },
  UNABLE: cannotScale,
  METRIC_MISSING: cannotScale,
  PARTITION_CAP: atItsLimit,
  MAX_REPLICAS: atItsLimit,
};

/** The problem of a stage's scaling, if any. */
export const scalingTrouble = (reasonCode: ScalingReason | null): StageState | undefined => {
  const trouble = reasonCode === null ? undefined : troubles[reasonCode];
  return trouble && inWords(trouble);
};
