import type { AutoscalerStatus, MetricStatus } from '../objects/autoscaler.ts';
import type { DeploymentStatus } from '../objects/deployment.ts';

/** The replicas that an autoscaler's metrics require. */
export type Demand = {
  /** Replicas, before any limit. */
  replicas: number;
  /** The value of the metric that requires most, divided by its target: 1.2 is a fifth above. */
  ratio: number;
};

/**
 * Calculates like the controller; undefined when it cannot be known. An unreadable metric is no reason to scale in, so
 * with one the others count only if they require at least as many replicas as there were.
 * @see pkg/controller/podautoscaler/replica_calculator.go of Kubernetes
 */
export function demandOf(
  autoscaler: AutoscalerStatus,
  { desired, current, ready }: Pick<DeploymentStatus, 'desired' | 'current' | 'ready'>,
): Demand | undefined {
  const { metrics, currentReplicas, desiredReplicas } = autoscaler;
  // An average is a total divided by the pods at that time; after a change of replicas their number is different.
  const isUnchanged = desiredReplicas === currentReplicas && desired === currentReplicas;
  const previous = isUnchanged ? (current ?? currentReplicas) : currentReplicas;
  let most: Demand | undefined;
  let areAllKnown = true;
  for (const metric of metrics) {
    const demand = demandOfMetric(metric, previous, ready ?? previous);
    if (!demand) areAllKnown = false;
    else if (!most || demand.replicas > most.replicas) most = demand;
  }
  if (!most || (!areAllKnown && most.replicas < currentReplicas)) return undefined;
  return most;
}

function demandOfMetric(
  { per, target, value }: MetricStatus,
  previous: number,
  ready: number,
): Demand | undefined {
  if (value === undefined || target === undefined || target <= 0) return undefined;
  if (per === 'ready') {
    // Products of whole thousandths and pods are exact, so their quotient is not rounded up past a whole number.
    return { replicas: Math.ceil((value * (previous === 0 ? 1 : ready)) / target), ratio: value / target };
  }
  if (previous === 0) return undefined;
  const total = totalOf(value, previous);
  return { replicas: Math.ceil(total / target), ratio: total / (target * previous) };
}

/**
 * The total whose average per replica was rounded up to `average` thousandths. Of the totals with that average it is
 * the whole number if there is one, since tickets are counted, else the smallest: a larger one could add a replica that
 * the controller does not want.
 */
function totalOf(average: number, replicas: number): number {
  const smallest = (average - 1) * replicas + 1;
  const whole = Math.floor((average * replicas) / 1000) * 1000;
  return whole >= smallest ? whole : smallest;
}
