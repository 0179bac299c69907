import type { AutoscalerFacts } from './autoscaler.ts';
import type { Demand } from './demand.ts';
import type { DeploymentFacts } from './deployment.ts';
import type { PodFacts } from './pod.ts';

/** Why a stage has the replicas it has, the first that holds; README.md explains each. */
export const reasonCodes = [
  'disabled',
  'unable',
  'metric-missing',
  'dependency-down',
  'pods-pending',
  'partition-cap',
  'max-replicas',
  'stabilization',
  'rate-limit',
  'tolerance',
  'scaling',
  'fixed',
  'minimum',
  'balanced',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** `text` is one sentence for a person, with the numbers in it. */
export type Reason = { code: ReasonCode; text: string };

/** All that is known of one stage. */
export type StageFacts = {
  deployment: DeploymentFacts;
  /** Undefined: nothing scales it. */
  autoscaler: AutoscalerFacts | undefined;
  pods: readonly PodFacts[];
  /** Of the stage's topic: no more replicas than these can work. */
  partitions: number | undefined;
  /** The target of the stage's work does not answer. */
  dependencyDown: boolean;
  /** Ms since 1970. */
  now: number;
};

/** The facts, and what follows from them for each reason. */
export type Situation = StageFacts & {
  demand: Demand | undefined;
  /** At least the minimum, whatever the maximum. */
  wanted: number | undefined;
};

/** Tells whether a reason holds, and how it reads. */
export type Check = (situation: Situation) => Reason | undefined;

/** The same with an autoscaler, for reasons that need one. */
export const withAutoscaler =
  (check: (autoscaler: AutoscalerFacts, situation: Situation) => Reason | undefined): Check =>
  (situation) =>
    situation.autoscaler && check(situation.autoscaler, situation);

export const replicas = (count: number): string => `${count} ${count === 1 ? 'replica' : 'replicas'}`;
