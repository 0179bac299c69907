import { type Condition, conditionOf, firstSentence } from '../objects/stage-object.ts';
import { notReadyOf } from './not-ready.ts';
import { type Rule, replicas, withAutoscaler } from './reason.ts';

/** Faults that must be fixed before scaling means anything. */
export const blockers: readonly Rule[] = [
  ({ deployment, autoscaler }) => {
    if (deployment.desired > 0) return undefined;
    if (!autoscaler) return { code: 'disabled', text: 'Set to 0 replicas: nobody works here.' };
    // An autoscaler with a minimum of 0 scales up from there on its own, unless a person scaled it to 0.
    const byHand = conditionOf(autoscaler, 'ScalingActive')?.reason === 'ScalingDisabled';
    if (autoscaler.min === 0 && !byHand) return undefined;
    return {
      code: 'disabled',
      text: 'Scaled to 0 by hand: the autoscaler rests until somebody scales it up.',
    };
  },

  withAutoscaler((autoscaler) => {
    const able = conditionOf(autoscaler, 'AbleToScale');
    const active = conditionOf(autoscaler, 'ScalingActive');
    // If it is not able to scale, it has not evaluated its metrics: the condition about them is old.
    const failed = able?.status === 'False' ? able : active && isBroken(active) ? active : undefined;
    if (!failed) return undefined;
    return { code: 'unable', text: `The autoscaler cannot work: ${detailOf(failed.message)}.` };
  }),

  // Before the metric that is missing: while a stage is paused its autoscaler gets none, so that it holds.
  ({ paused, deployment }) =>
    paused
      ? {
          code: 'paused',
          text: `The stage is paused: tickets wait, and it stays at ${replicas(deployment.desired)}.`,
        }
      : undefined,

  withAutoscaler((autoscaler, { deployment }) => {
    const active = conditionOf(autoscaler, 'ScalingActive');
    if (active?.status !== 'False' || !isUnread(active)) return undefined;
    return {
      code: 'metric-missing',
      text: `It stays at ${replicas(deployment.desired)}, since its metric cannot be read: ${detailOf(active.message)}.`,
    };
  }),

  ({ dependencyDown }) =>
    dependencyDown
      ? {
          code: 'dependency-down',
          text: 'The target of the work does not answer: tickets wait, and more replicas would not help.',
        }
      : undefined,

  ({ deployment, pods, now }) => {
    const notReady = notReadyOf(deployment, pods, now);
    if (!notReady || notReady.reasons.length === 0) return undefined;
    const { count, total, reasons } = notReady;
    const [first, ...others] = reasons;
    return {
      code: 'pods-pending',
      text: `${count} of ${replicas(total)} not ready: ${first}${others.length > 0 ? ', and other reasons' : ''}.`,
    };
  },
];

/** FailedGetExternalMetric, FailedGetObjectMetric … or a metric type that the cluster does not support. */
const isUnread = ({ reason }: Condition) =>
  reason.startsWith('FailedGet') || reason === 'InvalidMetricSourceType';
const isBroken = (active: Condition) =>
  active.status === 'False' && !isUnread(active) && active.reason !== 'ScalingDisabled';

/** Go's errors wrap each other, outermost first: the last one is the cause. */
function detailOf(message: string): string {
  return firstSentence(message.slice(message.lastIndexOf(': ') + 1)) || 'it does not say why';
}
