import type { AutoscalerFacts, MetricFacts } from './autoscaler.ts';
import type { DeploymentFacts } from './deployment.ts';

/** What an autoscaler's metrics ask for. */
export type Demand = {
  /** Replicas, before any limit. */
  replicas: number;
  /** How the metric that asks for most stands to its target: 1.2 is a fifth above. */
  ratio: number;
};

/**
 * Reckons as the controller does; undefined when it cannot be told. One metric that could not be read is no reason
 * to have fewer, so with such a one the others count only where they ask for as many as there were.
 * @see pkg/controller/podautoscaler/replica_calculator.go of Kubernetes
 */
export function demandOf(
  autoscaler: AutoscalerFacts,
  { asked, exists, ready }: Pick<DeploymentFacts, 'asked' | 'exists' | 'ready'>,
): Demand | undefined {
  const { metrics, current, desired } = autoscaler;
  // A total is told divided by the pods there were, and after a change of replicas there are others.
  const isUnchanged = desired === current && asked === current;
  const had = isUnchanged ? (exists ?? current) : current;
  let most: Demand | undefined;
  let areAllKnown = true;
  for (const metric of metrics) {
    const demand = askedBy(metric, had, ready ?? had);
    if (!demand) areAllKnown = false;
    else if (!most || demand.replicas > most.replicas) most = demand;
  }
  if (!most || (!areAllKnown && most.replicas < current)) return undefined;
  return most;
}

function askedBy({ per, target, value }: MetricFacts, had: number, ready: number): Demand | undefined {
  if (value === undefined || target === undefined || target <= 0) return undefined;
  if (per === 'ready') {
    // Products of whole thousandths and pods are exact, their quotient is not rounded above a whole number.
    return { replicas: Math.ceil((value * (had === 0 ? 1 : ready)) / target), ratio: value / target };
  }
  if (had === 0) return undefined;
  const total = totalOf(value, had);
  return { replicas: Math.ceil(total / target), ratio: total / (target * had) };
}

/**
 * The total whose share of each replica was rounded up to `share` thousandths. Several have that share; the whole
 * number among them if there is one, since tickets are counted, else the smallest: a replica too many would be made up.
 */
function totalOf(share: number, replicas: number): number {
  const smallest = (share - 1) * replicas + 1;
  const whole = Math.floor((share * replicas) / 1000) * 1000;
  return whole >= smallest ? whole : smallest;
}
