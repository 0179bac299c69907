import { constantly, metric, named, namespace, type Series } from './alert-series.ts';
import { type Case, elsewhere, type Subject } from './alert-subject.ts';

const condition = ({ autoscaler }: Subject, name: string, status: string, value: number): Series =>
  named(
    'kube_horizontalpodautoscaler_status_condition',
    { namespace, horizontalpodautoscaler: autoscaler, condition: name, status },
    constantly(value),
  );
const paused = ({ workflow, stage }: Subject, value: number, where = {}): Series =>
  metric('cupcakery_stage_paused', { workflow: workflow.name, stage: stage.name }, constantly(value), where);

/** The alert about autoscalers. */
export const autoscalerCases: Record<string, (of: Subject) => Case> = {
  CupcakeryAutoscalerCannotScale: (of) => ({
    fires: [
      [condition(of, 'ScalingActive', 'false', 1)],
      [condition(of, 'AbleToScale', 'false', 1)],
      [condition(of, 'ScalingActive', 'false', 1), paused(of, 0), paused(of, 1, elsewhere)],
    ],
    silent: [
      // It holds, since the stage is paused.
      [condition(of, 'ScalingActive', 'false', 1), paused(of, 1), paused(of, 0, { pod: 'pod-2' })],
      [condition(of, 'ScalingActive', 'false', 0), condition(of, 'ScalingActive', 'true', 1)],
      // It is at its maximum or minimum, which other alerts report.
      [condition(of, 'ScalingLimited', 'false', 1), condition(of, 'ScalingLimited', 'true', 1)],
    ],
  }),
};
