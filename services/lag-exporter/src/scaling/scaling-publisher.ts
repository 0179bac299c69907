import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { ScalingReport } from './scaling-watch.ts';

/** Writes explained replicas into the metrics. What is unknown or old is absent. */
export function createScalingPublisher(metrics: Metrics): (report: ScalingReport) => void {
  const replicas = metrics.gauge('cupcakery_stage_replicas');
  const reasons = metrics.gauge('cupcakery_stage_scaling_reason');
  return ({ stale, stages }) => {
    // Removed stages and former reasons must not stay.
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
