import { autoscalerSchema } from '../autoscaler.ts';
import { deploymentSchema } from '../deployment.ts';
import { explainStage } from '../explain.ts';
import { podSchema } from '../pod.ts';
import type { ReasonCode } from '../reason.ts';
import { autoscaler, deployment, pod } from './bake.ts';

export const now = Date.parse('2026-11-22T12:00:00Z');

export type Given = {
  deployment?: unknown;
  /** Null: none. */
  autoscaler?: unknown;
  /** By default as many ready ones as the Deployment is to have. */
  pods?: unknown[];
  partitions?: number;
  dependencyDown?: boolean;
};

/** Reads the objects as they come from the API server, and explains. */
export function explained(given: Given) {
  const facts = deploymentSchema.parse(given.deployment ?? deployment());
  const pods = given.pods ?? Array.from({ length: facts.asked }, (_, i) => pod(`bake-${i}`));
  const scaler = given.autoscaler === undefined ? autoscaler() : given.autoscaler;
  return explainStage({
    deployment: facts,
    autoscaler: scaler === null ? undefined : autoscalerSchema.parse(scaler),
    pods: pods.map((one) => podSchema.parse(one)),
    partitions: given.partitions ?? 12,
    dependencyDown: given.dependencyDown ?? false,
    now,
  });
}

/** Made so many seconds ago. */
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

/** A reason, when it holds, and how it reads. */
export type ReasonCase = [code: ReasonCode, when: string, given: Given, text: string];
