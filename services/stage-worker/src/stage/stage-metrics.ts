import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { StageObserver } from '../work/ticket-work.ts';

/** What one stage reports. */
export type StageMetrics = {
  observer: StageObserver;
  onDown(down: boolean): void;
  onPaused(paused: boolean): void;
};

/** The metrics of a workflow's stages, by stage. */
export function createStageMetrics(metrics: Metrics, workflow: string): { of(stage: string): StageMetrics } {
  const inWork = metrics.gauge('cupcakery_tickets_in_work');
  const held = metrics.gauge('cupcakery_tickets_held');
  const tickets = metrics.counter('cupcakery_tickets_total');
  const abandoned = metrics.counter('cupcakery_tickets_abandoned_total');
  const durations = metrics.histogram('cupcakery_stage_duration_seconds');
  const dependencyDown = metrics.gauge('cupcakery_dependency_down');
  const stagePaused = metrics.gauge('cupcakery_stage_paused');
  return {
    of(stage) {
      const labels = { workflow, stage };
      dependencyDown.set(labels, 0);
      stagePaused.set(labels, 0);
      return {
        onPaused: (paused) => stagePaused.set(labels, paused ? 1 : 0),
        onDown: (down) => dependencyDown.set(labels, down ? 1 : 0),
        observer: {
          finished(outcome, waiting, working) {
            tickets.inc({ ...labels, outcome });
            if (outcome !== 'completed') return;
            durations.observe({ ...labels, part: 'waiting' }, waiting);
            durations.observe({ ...labels, part: 'working' }, working);
          },
          abandoned: () => abandoned.inc(labels),
          inWork: (count) => inWork.set(labels, count),
          held: (count) => held.set(labels, count),
        },
      };
    },
  };
}
