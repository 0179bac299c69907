import type { AutoscalerStatus } from '../objects/autoscaler.ts';
import type { DeploymentStatus } from '../objects/deployment.ts';
import type { PodStatus } from '../objects/pod.ts';
import type { Demand } from './demand.ts';

/** Why a stage has its replicas, in the order of precedence; README.md explains each. */
export const reasonCodes = [
  'disabled',
  'unable',
  'paused',
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

/** `text` is one sentence for people, including the numbers. */
export type Reason = { code: ReasonCode; text: string };

/** All that is known about one stage. */
export type StageStatus = {
  deployment: DeploymentStatus;
  /** Undefined: nothing scales it. */
  autoscaler: AutoscalerStatus | undefined;
  pods: readonly PodStatus[];
  /** Of the stage's topic: the most replicas that can work. */
  partitions: number | undefined;
  /** The target of the stage's work does not answer. */
  dependencyDown: boolean;
  /** People have paused the stage. */
  paused: boolean;
  /** Ms since 1970. */
  now: number;
};

/** A stage's status with what is derived from it: the input of each rule. */
export type ScalingContext = StageStatus & {
  demand: Demand | undefined;
  /** At least the minimum, whatever the maximum. */
  wanted: number | undefined;
};

/** Returns the reason if it applies. */
export type Rule = (context: ScalingContext) => Reason | undefined;

/** A rule that applies only to stages with an autoscaler. */
export function withAutoscaler(
  rule: (autoscaler: AutoscalerStatus, context: ScalingContext) => Reason | undefined,
): Rule {
  return (context) => context.autoscaler && rule(context.autoscaler, context);
}

/** `1 replica`, `2 replicas`. */
export function replicas(count: number): string {
  return `${count} ${count === 1 ? 'replica' : 'replicas'}`;
}
