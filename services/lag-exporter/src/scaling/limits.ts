import type { AutoscalerFacts, ScalingRules } from './autoscaler.ts';
import { type Check, type Reason, replicas, type Situation } from './reason.ts';
import { conditionOf } from './stage-object.ts';

/** The controller's own, where an autoscaler sets none: `--horizontal-pod-autoscaler-tolerance`. */
const usualTolerance = 0.1;

type Gap = Situation & { autoscaler: AutoscalerFacts; wanted: number };
type Limit = (gap: Gap) => Reason | undefined;

/** Between what is wanted and what is asked of the Deployment, there must be something that holds it back. */
const onlyInGap =
  (limit: Limit): Check =>
  (situation) => {
    const { autoscaler, wanted, deployment } = situation;
    if (!autoscaler || wanted === undefined || wanted === deployment.asked) return undefined;
    return limit({ ...situation, autoscaler, wanted });
  };

/** What keeps an autoscaler from the replicas that its metrics ask for. */
export const limits: readonly Check[] = [
  onlyInGap((gap) => {
    const { wanted, deployment, autoscaler, partitions } = gap;
    const { max } = autoscaler;
    // On the way to the maximum other limits hold it back.
    if (wanted <= max || deployment.asked < max) return undefined;
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
    // Without a window of its own the cluster's holds, usually five minutes.
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
    const tolerance = rulesOf(gap)?.tolerance ?? usualTolerance;
    if (!demand || Math.abs(demand.ratio - 1) > tolerance) return undefined;
    const percent = (part: number) => Math.round(Math.abs(part) * 100);
    return {
      code: 'tolerance',
      text: `${numbersOf(gap)}: ${percent(demand.ratio - 1)} % off the target, and up to ${percent(tolerance)} % is let pass.`,
    };
  }),
];

const numbersOf = ({ wanted, deployment }: Gap) => `Wants ${wanted}, has ${deployment.asked}`;
const isUp = ({ wanted, deployment }: Gap) => wanted > deployment.asked;
const direction = (gap: Gap) => (isUp(gap) ? 'up' : 'down');

function rulesOf(gap: Gap): ScalingRules | undefined {
  return gap.autoscaler.behavior?.[direction(gap)];
}

function stepsOf(gap: Gap): string {
  const rules = rulesOf(gap);
  if (rules?.select === 'Disabled') return `scaling ${direction(gap)} is switched off`;
  const steps = rules?.policies.map(
    ({ type, value, periodSeconds }) => `${value}${type === 'Percent' ? ' %' : ''} in ${periodSeconds} s`,
  );
  // Without a behavior the controller doubles, or goes to four.
  const most = steps?.length
    ? steps.join(rules?.select === 'Min' ? ' and ' : ' or ')
    : `100 % or to ${replicas(4)}`;
  return `it scales ${direction(gap)} by at most ${most}`;
}
