import type { AutoscalerStatus, HpaScalingRules } from '../objects/autoscaler.ts';
import { conditionOf } from '../objects/stage-object.ts';
import { type Reason, type Rule, replicas, type ScalingContext } from './reason.ts';

/** The controller's default where an autoscaler sets none: `--horizontal-pod-autoscaler-tolerance`. */
const defaultTolerance = 0.1;

type Gap = ScalingContext & { autoscaler: AutoscalerStatus; wanted: number };
type Limit = (gap: Gap) => Reason | undefined;

/** A limit applies only where the wanted and the desired replicas differ. */
const onlyInGap =
  (limit: Limit): Rule =>
  (context) => {
    const { autoscaler, wanted, deployment } = context;
    if (!autoscaler || wanted === undefined || wanted === deployment.desired) return undefined;
    return limit({ ...context, autoscaler, wanted });
  };

/** What keeps an autoscaler from the replicas that its metrics require. */
export const limits: readonly Rule[] = [
  onlyInGap((gap) => {
    const { wanted, deployment, autoscaler, partitions } = gap;
    const { max } = autoscaler;
    // Below the maximum, other limits apply.
    if (wanted <= max || deployment.desired < max) return undefined;
    if (partitions === max) {
      return {
        code: 'partition-cap',
        text: `${numbersOf(gap)}: each of the ${partitions} partitions has one, and more could not work.`,
      };
    }
    const room = partitions !== undefined && partitions > max ? `, though ${partitions} could work` : '';
    return { code: 'max-replicas', text: `${numbersOf(gap)}: no more than ${max} are allowed${room}.` };
  }),

  onlyInGap((gap) => {
    const reason = conditionOf(gap.autoscaler, 'AbleToScale')?.reason;
    if (reason !== (isUp(gap) ? 'ScaleUpStabilized' : 'ScaleDownStabilized')) return undefined;
    const seconds = rulesOf(gap)?.windowSeconds;
    // Without a window in its behavior the cluster's applies, usually five minutes.
    const window = seconds === undefined ? 'within the last minutes' : `within ${seconds} s`;
    const most = isUp(gap) ? 'least' : 'most';
    return {
      code: 'stabilization',
      text: `${numbersOf(gap)}: it scales ${direction(gap)} only to the ${most} that was wanted ${window}.`,
    };
  }),

  onlyInGap((gap) => {
    const limited = conditionOf(gap.autoscaler, 'ScalingLimited');
    if (limited?.status !== 'True') return undefined;
    if (limited.reason !== (isUp(gap) ? 'ScaleUpLimit' : 'ScaleDownLimit')) return undefined;
    return { code: 'rate-limit', text: `${numbersOf(gap)}: ${stepsOf(gap)}.` };
  }),

  onlyInGap((gap) => {
    const { demand } = gap;
    const tolerance = rulesOf(gap)?.tolerance ?? defaultTolerance;
    if (!demand || Math.abs(demand.ratio - 1) > tolerance) return undefined;
    const percent = (part: number) => Math.round(Math.abs(part) * 100);
    return {
      code: 'tolerance',
      text: `${numbersOf(gap)}: ${percent(demand.ratio - 1)} % off the target, and up to ${percent(tolerance)} % is let pass.`,
    };
  }),
];

const numbersOf = ({ wanted, deployment }: Gap) => `Wants ${wanted}, has ${deployment.desired}`;
const isUp = ({ wanted, deployment }: Gap) => wanted > deployment.desired;
const direction = (gap: Gap) => (isUp(gap) ? 'up' : 'down');

function rulesOf(gap: Gap): HpaScalingRules | undefined {
  return gap.autoscaler.behavior?.[direction(gap)];
}

function stepsOf(gap: Gap): string {
  const rules = rulesOf(gap);
  if (rules?.select === 'Disabled') return `scaling ${direction(gap)} is switched off`;
  const steps = rules?.policies.map(
    ({ type, value, periodSeconds }) => `${value}${type === 'Percent' ? ' %' : ''} in ${periodSeconds} s`,
  );
  // Without a behavior the controller at most doubles the replicas, or goes to four.
  const most = steps?.length
    ? steps.join(rules?.select === 'Min' ? ' and ' : ' or ')
    : `100 % or to ${replicas(4)}`;
  return `it scales ${direction(gap)} by at most ${most}`;
}
