import { notReadyOf } from './not-ready.ts';
import { type Check, replicas, withAutoscaler } from './reason.ts';
import { type Condition, conditionOf, firstSentence } from './stage-object.ts';

/** What has to be mended before scaling means anything. */
export const hindrances: readonly Check[] = [
  ({ deployment, autoscaler }) => {
    if (deployment.asked > 0) return undefined;
    if (!autoscaler) return { code: 'disabled', text: 'Set to 0 replicas: nobody works here.' };
    // An autoscaler that may go to 0 comes back from there by itself, unless a person went there.
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
    // When it is not able, it has not looked at its metrics: what it says of them is from before.
    const failed = able?.status === 'False' ? able : active && isBroken(active) ? active : undefined;
    if (!failed) return undefined;
    return { code: 'unable', text: `The autoscaler cannot work: ${detailOf(failed.message)}.` };
  }),

  withAutoscaler((autoscaler, { deployment }) => {
    const active = conditionOf(autoscaler, 'ScalingActive');
    if (active?.status !== 'False' || !isUnread(active)) return undefined;
    return {
      code: 'metric-missing',
      text: `It stays at ${replicas(deployment.asked)}, since its metric cannot be read: ${detailOf(active.message)}.`,
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
    if (!notReady || notReady.hurdles.length === 0) return undefined;
    const { count, of, hurdles } = notReady;
    const [first, ...others] = hurdles;
    return {
      code: 'pods-pending',
      text: `${count} of ${replicas(of)} not ready: ${first}${others.length > 0 ? ', and other reasons' : ''}.`,
    };
  },
];

/** FailedGetExternalMetric, FailedGetObjectMetric … and a type of metric that the cluster does not know. */
const isUnread = ({ reason }: Condition) =>
  reason.startsWith('FailedGet') || reason === 'InvalidMetricSourceType';
const isBroken = (active: Condition) =>
  active.status === 'False' && !isUnread(active) && active.reason !== 'ScalingDisabled';

/** Go's errors wrap each other, the outermost first: the last one is what happened. */
function detailOf(message: string): string {
  return firstSentence(message.slice(message.lastIndexOf(': ') + 1)) || 'it does not say why';
}
