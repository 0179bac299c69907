import { demandOf } from './demand.ts';
import { hindrances } from './hindrances.ts';
import { limits } from './limits.ts';
import { type Check, type Reason, replicas, type Situation, type StageFacts } from './reason.ts';
import { conditionOf } from './stage-object.ts';

/** A stage's replicas and the reason for them. Undefined is unknown, never 0. */
export type StageScaling = {
  namespace: string;
  workflow: string;
  stage: string;
  /** What the metrics ask for: at least the minimum, and not limited by the maximum. */
  wanted: number | undefined;
  /** Pods that exist. */
  actual: number | undefined;
  ready: number | undefined;
  /** Undefined where nothing scales it. */
  max: number | undefined;
  min: number | undefined;
  reason: Reason;
};

/** Explains why a stage has the replicas it has: the first reason that holds, from what is broken to what is well. */
export function explainStage(facts: StageFacts): StageScaling {
  const { deployment, autoscaler } = facts;
  const { namespace, workflow, stage } = deployment;
  const demand = autoscaler && demandOf(autoscaler, deployment);
  const wanted = autoscaler ? demand && Math.max(autoscaler.min, demand.replicas) : deployment.asked;
  return {
    namespace,
    workflow,
    stage,
    wanted,
    actual: deployment.exists,
    ready: deployment.ready,
    max: autoscaler?.max,
    min: autoscaler?.min,
    reason: reasonOf({ ...facts, demand, wanted }),
  };
}

const checks: readonly Check[] = [
  ...hindrances,

  ({ autoscaler }) =>
    autoscaler && !conditionOf(autoscaler, 'AbleToScale')
      ? { code: 'scaling', text: 'The autoscaler is new and has not looked yet.' }
      : undefined,

  ...limits,

  ({ deployment: { asked, ready }, autoscaler }) => {
    if (ready === undefined || ready >= asked) return undefined;
    const isOnItsWay = autoscaler !== undefined && autoscaler.current < asked;
    const from = isOnItsWay ? `On its way from ${autoscaler.current} to ${replicas(asked)}` : 'Starting';
    return { code: 'scaling', text: `${from}: ${ready} of ${asked} ready.` };
  },

  ({ deployment: { asked, exists, updated, paused } }) => {
    if (updated === undefined || updated >= asked) return undefined;
    const doing = paused ? 'The roll-out of a new version is paused' : 'A new version rolls out';
    return { code: 'scaling', text: `${doing}: ${updated} of ${replicas(exists ?? asked)} have it.` };
  },

  ({ deployment: { asked, exists } }) =>
    exists !== undefined && exists > asked
      ? { code: 'scaling', text: `On its way from ${exists} to ${replicas(asked)}.` }
      : undefined,

  ({ wanted, deployment: { asked } }) =>
    wanted !== undefined && wanted !== asked
      ? { code: 'scaling', text: `Wants ${wanted}, has ${asked}: the autoscaler has not acted on it yet.` }
      : undefined,

  ({ demand, autoscaler }) =>
    demand && autoscaler && demand.replicas < autoscaler.min
      ? {
          code: 'minimum',
          text: `The metrics ask for ${demand.replicas}; the minimum is ${replicas(autoscaler.min)}.`,
        }
      : undefined,
];

function reasonOf(situation: Situation): Reason {
  for (const check of checks) {
    const reason = check(situation);
    if (reason) return reason;
  }
  const { autoscaler, demand, deployment } = situation;
  const asked = replicas(deployment.asked);
  if (!autoscaler) return { code: 'fixed', text: `No autoscaler: set to ${asked}.` };
  return {
    code: 'balanced',
    text: demand ? `Has as many as the metrics ask for: ${asked}.` : `The autoscaler keeps ${asked}.`,
  };
}
