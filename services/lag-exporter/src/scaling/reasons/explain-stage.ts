import { conditionOf } from '../objects/stage-object.ts';
import { blockers } from './blockers.ts';
import { demandOf } from './demand.ts';
import { limits } from './limits.ts';
import { type Reason, type Rule, replicas, type ScalingContext, type StageStatus } from './reason.ts';

/** A stage's replicas and the reason for them. Undefined is unknown, never 0. */
export type StageScaling = {
  namespace: string;
  workflow: string;
  stage: string;
  /** What the metrics require: at least the minimum, and not limited by the maximum. */
  wanted: number | undefined;
  /** Pods that exist. */
  actual: number | undefined;
  ready: number | undefined;
  /** Undefined where nothing scales it. */
  max: number | undefined;
  min: number | undefined;
  reason: Reason;
};

/** Explains a stage's replicas by the first rule that applies: faults first, then limits, then normal operation. */
export function explainStage(status: StageStatus): StageScaling {
  const { deployment, autoscaler } = status;
  const { namespace, workflow, stage } = deployment;
  const demand = autoscaler && demandOf(autoscaler, deployment);
  const wanted = autoscaler ? demand && Math.max(autoscaler.min, demand.replicas) : deployment.desired;
  return {
    namespace,
    workflow,
    stage,
    wanted,
    actual: deployment.current,
    ready: deployment.ready,
    max: autoscaler?.max,
    min: autoscaler?.min,
    reason: reasonOf({ ...status, demand, wanted }),
  };
}

const rules: readonly Rule[] = [
  ...blockers,

  ({ autoscaler }) =>
    autoscaler && !conditionOf(autoscaler, 'AbleToScale')
      ? { code: 'scaling', text: 'The autoscaler is new and has not looked yet.' }
      : undefined,

  ...limits,

  ({ deployment: { desired, ready }, autoscaler }) => {
    if (ready === undefined || ready >= desired) return undefined;
    const isOnItsWay = autoscaler !== undefined && autoscaler.currentReplicas < desired;
    const from = isOnItsWay
      ? `On its way from ${autoscaler.currentReplicas} to ${replicas(desired)}`
      : 'Starting';
    return { code: 'scaling', text: `${from}: ${ready} of ${desired} ready.` };
  },

  ({ deployment: { desired, current, updated, paused } }) => {
    if (updated === undefined || updated >= desired) return undefined;
    const doing = paused ? 'The roll-out of a new version is paused' : 'A new version rolls out';
    return { code: 'scaling', text: `${doing}: ${updated} of ${replicas(current ?? desired)} have it.` };
  },

  ({ deployment: { desired, current } }) =>
    current !== undefined && current > desired
      ? { code: 'scaling', text: `On its way from ${current} to ${replicas(desired)}.` }
      : undefined,

  ({ wanted, deployment: { desired } }) =>
    wanted !== undefined && wanted !== desired
      ? { code: 'scaling', text: `Wants ${wanted}, has ${desired}: the autoscaler has not acted on it yet.` }
      : undefined,

  ({ demand, autoscaler }) =>
    demand && autoscaler && demand.replicas < autoscaler.min
      ? {
          code: 'minimum',
          text: `The metrics ask for ${demand.replicas}; the minimum is ${replicas(autoscaler.min)}.`,
        }
      : undefined,
];

function reasonOf(context: ScalingContext): Reason {
  for (const check of rules) {
    const reason = check(context);
    if (reason) return reason;
  }
  const { autoscaler, demand, deployment } = context;
  const count = replicas(deployment.desired);
  if (!autoscaler) return { code: 'fixed', text: `No autoscaler: set to ${count}.` };
  return {
    code: 'balanced',
    text: demand ? `Has as many as the metrics ask for: ${count}.` : `The autoscaler keeps ${count}.`,
  };
}
