import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { ScalingReport } from './watch-scaling.ts';

/** Writes what was explained into the metrics. What is unknown or old is absent. */
export function createScalingPublisher(metrics: Metrics): (report: ScalingReport) => void {
  const replicas = metrics.gauge('cupcakery_stage_replicas');
  const reasons = metrics.gauge('cupcakery_stage_scaling_reason');
  return ({ stale, stages }) => {
    // Stages that are gone, and reasons that were, must not stay.
    replicas.reset();
    reasons.reset();
    if (stale) return;
    for (const { workflow, stage, wanted, actual, max, reason } of stages) {
      for (const [kind, count] of Object.entries({ wanted, actual, max })) {
        if (count !== undefined) replicas.set({ workflow, stage, kind }, count);
      }
      reasons.set({ workflow, stage, reason: reason.code }, 1);
    }
  };
}
