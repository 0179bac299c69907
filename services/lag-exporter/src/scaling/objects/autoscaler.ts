import { z } from 'zod';
import { thousandthsOf } from '../../kubernetes/quantity.ts';
import { type Condition, condition, listOf, type StageObject, stageObject } from './stage-object.ts';

/** One metric of an autoscaler, its numbers in thousandths. */
export type MetricStatus = {
  name: string;
  /** Labels that its selector names. */
  labels: Readonly<Record<string, string>>;
  /**
   * How the value relates to replicas: `average`, a total divided by the replicas that there were; `ready`, a value by
   * which the ready replicas are multiplied.
   */
  per: 'average' | 'ready';
  target: number | undefined;
  /** As the autoscaler last read it; undefined: it could not. */
  value: number | undefined;
};

/** `HPAScalingRules`: how fast it may scale in one direction. */
export type HpaScalingRules = {
  /** Stabilization; undefined: the cluster's default. */
  windowSeconds: number | undefined;
  /** A fraction, such as 0.1; undefined: the cluster's default. */
  tolerance: number | undefined;
  select: string;
  policies: readonly { type: string; value: number; periodSeconds: number }[];
};

/** What explains the replicas of a HorizontalPodAutoscaler's target. */
export type AutoscalerStatus = StageObject & {
  /** Name of the Deployment; undefined when it scales something else. */
  deployment: string | undefined;
  min: number;
  max: number;
  metrics: readonly MetricStatus[];
  /** `currentReplicas` and `desiredReplicas` of its status: as of its last evaluation. */
  currentReplicas: number;
  desiredReplicas: number;
  /** Reported by the controller: AbleToScale, ScalingActive, ScalingLimited. */
  conditions: readonly Condition[];
  /** Undefined: none is set, and the controller's defaults apply. */
  behavior: { up: HpaScalingRules; down: HpaScalingRules } | undefined;
};

const quantity = z.union([z.string(), z.number()]).transform((value) => thousandthsOf(String(value)));
const amount = z.object({
  value: quantity.optional(),
  averageValue: quantity.optional(),
  averageUtilization: z.number().optional(),
});
const labels = z.object({ matchLabels: z.record(z.string(), z.string()).optional() }).nullish();
const part = z
  .object({
    // Metrics of a resource have a name only.
    name: z.string().optional(),
    metric: z.object({ name: z.string(), selector: labels }).optional(),
    // `target` in the spec, `current` in the status.
    target: amount.optional(),
    current: amount.optional(),
  })
  .optional();
/** A metric is a member named after its type; the status of one that could not be read is empty. */
const metric = z.object({
  external: part,
  object: part,
  pods: part,
  resource: part,
  containerResource: part,
});
type Metric = z.infer<typeof metric>;

const rules = z
  .object({
    stabilizationWindowSeconds: z.number().nullish(),
    tolerance: quantity.nullish(),
    selectPolicy: z.string().default('Max'),
    policies: listOf(z.object({ type: z.string(), value: z.number(), periodSeconds: z.number() })),
  })
  .prefault({})
  .transform(
    (given): HpaScalingRules => ({
      windowSeconds: given.stabilizationWindowSeconds ?? undefined,
      tolerance: typeof given.tolerance === 'number' ? given.tolerance / 1000 : undefined,
      select: given.selectPolicy,
      policies: given.policies,
    }),
  );

/** A HorizontalPodAutoscaler of `autoscaling/v2`, reduced to its status here. */
export const autoscalerSchema = z
  .object({
    metadata: stageObject,
    spec: z.object({
      scaleTargetRef: z.object({ kind: z.string(), name: z.string() }),
      minReplicas: z.number().default(1),
      maxReplicas: z.number(),
      metrics: listOf(metric),
      behavior: z.object({ scaleUp: rules, scaleDown: rules }).nullish(),
    }),
    status: z
      .object({
        currentReplicas: z.number().default(0),
        desiredReplicas: z.number().default(0),
        currentMetrics: listOf(metric),
        conditions: listOf(condition),
      })
      .prefault({}),
  })
  .transform(({ metadata, spec, status }): AutoscalerStatus => {
    const { scaleTargetRef: target, behavior } = spec;
    return {
      ...metadata,
      deployment: target.kind === 'Deployment' ? target.name : undefined,
      min: spec.minReplicas,
      max: spec.maxReplicas,
      // The status lists the metrics in the order of the spec, or none at all if it did not need them.
      metrics: spec.metrics.flatMap((metric, i) => metricOf(metric, status.currentMetrics[i]) ?? []),
      currentReplicas: status.currentReplicas,
      desiredReplicas: status.desiredReplicas,
      conditions: status.conditions,
      behavior: behavior ? { up: behavior.scaleUp, down: behavior.scaleDown } : undefined,
    };
  });

function metricOf(spec: Metric, status: Metric | undefined): MetricStatus | undefined {
  const wanted = partOf(spec);
  if (!wanted?.target) return undefined;
  const { target } = wanted;
  const kind = kinds.find((one) => target[one] !== undefined) ?? 'value';
  const read = status && partOf(status);
  const name = nameOf(wanted);
  const isTotal = spec.external !== undefined || spec.object !== undefined;
  return {
    name,
    labels: wanted.metric?.selector?.matchLabels ?? {},
    per: isTotal && kind === 'averageValue' ? 'average' : 'ready',
    target: target[kind],
    // Just after a change of the spec the status still has the previous metrics.
    value: read && nameOf(read) === name ? read.current?.[kind] : undefined,
  };
}

const kinds = ['averageValue', 'value', 'averageUtilization'] as const;
const partOf = (one: Metric) =>
  one.external ?? one.object ?? one.pods ?? one.resource ?? one.containerResource;
const nameOf = ({ metric, name = '' }: NonNullable<z.infer<typeof part>>) => metric?.name ?? name;
