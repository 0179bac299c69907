import type { ScalingReason } from '../../generated/graphql.ts';
import type { StageState } from './severity.ts';

const cannotScale: StageState = { severity: 5, words: 'cannot scale', icon: 'late', tone: 'warn' };
const atItsLimit: StageState = { severity: 5, words: 'at its limit', icon: 'late', tone: 'warn' };

/** The state of a stage by a reason that needs action; the other reasons are normal. */
const troubles: Partial<Record<ScalingReason, StageState>> = {
  DEPENDENCY_DOWN: { severity: 7, words: 'target down', icon: 'incident', tone: 'bad' },
  PODS_PENDING: { severity: 6, words: 'replicas missing', icon: 'incident', tone: 'bad' },
  UNABLE: cannotScale,
  METRIC_MISSING: cannotScale,
  PARTITION_CAP: atItsLimit,
  MAX_REPLICAS: atItsLimit,
};

/** The problem of a stage's scaling, if any. */
export const scalingTrouble = (reasonCode: ScalingReason | null): StageState | undefined =>
  reasonCode === null ? undefined : troubles[reasonCode];
