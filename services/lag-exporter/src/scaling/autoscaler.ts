import { z } from 'zod';
import { thousandthsOf } from '../quantity.ts';
import { type Condition, condition, listOf, type StageObject, stageObject } from './stage-object.ts';

/** One metric of an autoscaler, its numbers in thousandths. */
export type MetricFacts = {
  name: string;
  /** Labels that its selector names. */
  labels: Readonly<Record<string, string>>;
  /**
   * What the target is for: `share`, a part of a total that is told for each replica there was; `ready`, a value that
   * the ready replicas are multiplied by.
   */
  per: 'share' | 'ready';
  target: number | undefined;
  /** As the autoscaler read it last; undefined: it could not. */
  value: number | undefined;
};

export type ScalingRules = {
  /** Undefined: the cluster's. */
  windowSeconds: number | undefined;
  /** A part, such as 0.1; undefined: the cluster's. */
  tolerance: number | undefined;
  select: string;
  policies: readonly { type: string; value: number; periodSeconds: number }[];
};

/** Of a HorizontalPodAutoscaler what explains the replicas of its target. */
export type AutoscalerFacts = StageObject & {
  /** Name of the Deployment; undefined when it scales something else. */
  deployment: string | undefined;
  min: number;
  max: number;
  metrics: readonly MetricFacts[];
  /** Replicas it found when it last looked, and those it wanted then. */
  current: number;
  desired: number;
  /** What the controller says of its work: AbleToScale, ScalingActive, ScalingLimited. */
  conditions: readonly Condition[];
  /** Undefined: none are set, and the controller's own hold. */
  behavior: { up: ScalingRules; down: ScalingRules } | undefined;
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
    // The one in the spec, the other in the status.
    target: amount.optional(),
    current: amount.optional(),
  })
  .optional();
/** A metric stands under the name of its type; the status of one that could not be read is empty. */
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
    (given): ScalingRules => ({
      windowSeconds: given.stabilizationWindowSeconds ?? undefined,
      tolerance: typeof given.tolerance === 'number' ? given.tolerance / 1000 : undefined,
      select: given.selectPolicy,
      policies: given.policies,
    }),
  );

/** A HorizontalPodAutoscaler of `autoscaling/v2`, cut down to its facts. */
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
  .transform(({ metadata, spec, status }): AutoscalerFacts => {
    const { scaleTargetRef: target, behavior } = spec;
    return {
      ...metadata,
      deployment: target.kind === 'Deployment' ? target.name : undefined,
      min: spec.minReplicas,
      max: spec.maxReplicas,
      // The status has the metrics in the order of the spec, and none at all when it did not need them.
      metrics: spec.metrics.flatMap((metric, i) => metricOf(metric, status.currentMetrics[i]) ?? []),
      current: status.currentReplicas,
      desired: status.desiredReplicas,
      conditions: status.conditions,
      behavior: behavior ? { up: behavior.scaleUp, down: behavior.scaleDown } : undefined,
    };
  });

function metricOf(spec: Metric, status: Metric | undefined): MetricFacts | undefined {
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
    per: isTotal && kind === 'averageValue' ? 'share' : 'ready',
    target: target[kind],
    // Of a spec that just changed the status has the metrics of the one before.
    value: read && nameOf(read) === name ? read.current?.[kind] : undefined,
  };
}

const kinds = ['averageValue', 'value', 'averageUtilization'] as const;
const partOf = (one: Metric) =>
  one.external ?? one.object ?? one.pods ?? one.resource ?? one.containerResource;
const nameOf = ({ metric, name = '' }: NonNullable<z.infer<typeof part>>) => metric?.name ?? name;
