import { autoscalerSchema } from '../scaling/objects/autoscaler.ts';
import { deploymentSchema } from '../scaling/objects/deployment.ts';
import { podSchema } from '../scaling/objects/pod.ts';
import { explainStage } from '../scaling/reasons/explain-stage.ts';
import type { ReasonCode } from '../scaling/reasons/reason.ts';
import { autoscaler, deployment, pod } from './bake-objects.ts';

export const now = Date.parse('2026-11-22T12:00:00Z');

export type Given = {
  deployment?: unknown;
  /** Null: none. */
  autoscaler?: unknown;
  /** By default as many ready ones as the Deployment wants. */
  pods?: unknown[];
  partitions?: number;
  dependencyDown?: boolean;
  paused?: boolean;
};

/** Parses the objects of an API server and explains the stage. */
export function explained(given: Given) {
  const status = deploymentSchema.parse(given.deployment ?? deployment());
  const pods = given.pods ?? Array.from({ length: status.desired }, (_, i) => pod(`bake-${i}`));
  const scaler = given.autoscaler === undefined ? autoscaler() : given.autoscaler;
  return explainStage({
    deployment: status,
    autoscaler: scaler === null ? undefined : autoscalerSchema.parse(scaler),
    pods: pods.map((one) => podSchema.parse(one)),
    partitions: given.partitions ?? 12,
    dependencyDown: given.dependencyDown ?? false,
    paused: given.paused ?? false,
    now,
  });
}

/** Created this many seconds ago. */
export const starting = (name: string, seconds: number) =>
  pod(name, {
    metadata: { creationTimestamp: new Date(now - seconds * 1000).toISOString() },
    status: {
      phase: 'Pending',
      conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: '' }],
      containerStatuses: [{ state: { waiting: { reason: 'ContainerCreating' } } }],
    },
  });
export const crashing = pod('bake-x', {
  status: {
    conditions: [{ type: 'Ready', status: 'False' }],
    containerStatuses: [
      {
        state: {
          waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' },
        },
        lastState: { terminated: { exitCode: 2, reason: 'Error' } },
      },
    ],
  },
});
const unread =
  'the HPA was unable to compute the replica count: unable to get external metric shop/kafka_consumergroup_lag_sum/&LabelSelector{MatchLabels:map[string]string{consumergroup: cupcakes.bake,topic: readytobake,},MatchExpressions:[]LabelSelectorRequirement{},}: unable to fetch metrics from external metrics API: Kafka has not answered lately; the lag is not known';
export const limited = (reason: string) => ({ ScalingLimited: ['True', reason] as const });
export const able = (reason: string) => ({ AbleToScale: ['True', reason] as const });
export const missing = { ScalingActive: ['False', 'FailedGetExternalMetric', unread] as const };

/** A reason, when it applies, and its text. */
export type ReasonCase = [code: ReasonCode, when: string, given: Given, text: string];
