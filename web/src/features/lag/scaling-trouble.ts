import type { ScalingReason } from '../../generated/graphql.ts';
import type { StageState } from './stage-state.ts';

const cannotScale: StageState = { severity: 5, words: 'cannot scale', icon: 'late', tone: 'warn' };
const atItsLimit: StageState = { severity: 5, words: 'at its limit', icon: 'late', tone: 'warn' };

/** What a reason makes of a stage, where it asks for somebody to do something; the others are as it should be. */
const troubles: Partial<Record<ScalingReason, StageState>> = {
  DEPENDENCY_DOWN: { severity: 7, words: 'target down', icon: 'incident', tone: 'bad' },
  PODS_PENDING: { severity: 6, words: 'replicas missing', icon: 'incident', tone: 'bad' },
  UNABLE: cannotScale,
  METRIC_MISSING: cannotScale,
  PARTITION_CAP: atItsLimit,
  MAX_REPLICAS: atItsLimit,
};

/** The trouble that a stage's scaling has, if any. */
export const scalingTrouble = (reasonCode: ScalingReason | null): StageState | undefined =>
  reasonCode === null ? undefined : troubles[reasonCode];
