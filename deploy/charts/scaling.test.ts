import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Manifest, ofKind, render, type Values } from './rendering/helm.ts';
import { onlyTea, renderings } from './rendering/renderings.ts';

const hpaSpec = z.looseObject({
  scaleTargetRef: z.looseObject({ kind: z.literal('Deployment'), name: z.string() }),
  minReplicas: z.number(),
  maxReplicas: z.number(),
  metrics: z.array(
    z.looseObject({
      type: z.literal('External'),
      external: z.looseObject({
        metric: z.looseObject({
          name: z.string(),
          selector: z.looseObject({ matchLabels: z.record(z.string(), z.string()) }),
        }),
        target: z.record(z.string(), z.string()),
      }),
    }),
  ),
  behavior: z.looseObject({
    scaleUp: z.looseObject({ stabilizationWindowSeconds: z.number(), policies: z.array(z.unknown()) }),
    scaleDown: z.looseObject({ stabilizationWindowSeconds: z.number(), policies: z.array(z.unknown()) }),
  }),
});

const hpas = (values: Values) =>
  ofKind(render('cupcakery', { values }), 'HorizontalPodAutoscaler').map(({ spec }) => hpaSpec.parse(spec));
const hpaOf = (stage: string, values: Values = {}) => {
  const found = hpas(values).find(({ scaleTargetRef }) => scaleTargetRef.name === `cupcakery-${stage}`);
  if (!found) throw new Error(`${stage} has no autoscaler`);
  return found;
};
const replicasOf = (manifests: Manifest[], name: string) =>
  z
    .looseObject({ replicas: z.number().optional() })
    .parse(ofKind(manifests, 'Deployment').find((d) => d.metadata.name === name)?.spec).replicas;

describe('the autoscaler of a stage', () => {
  test('follows the tickets that wait: a replica for each round of work, at most one for each partition', () => {
    const { metrics, minReplicas, maxReplicas, behavior } = hpaOf('cupcakes-bake');
    expect([minReplicas, maxReplicas]).toEqual([1, 12]);
    expect(metrics).toEqual([
      {
        type: 'External',
        external: {
          metric: {
            name: 'kafka_consumergroup_records_sum',
            selector: { matchLabels: { consumergroup: 'cupcakes.bake', topic: 'readytobake' } },
          },
          target: { type: 'AverageValue', averageValue: '8' },
        },
      },
    ]);
    expect(behavior.scaleUp.stabilizationWindowSeconds).toBe(0);
    expect(behavior.scaleDown.stabilizationWindowSeconds).toBe(120);
  });

  test('owns the number of replicas: the Deployment of a scaled stage has none', () => {
    const manifests = render('cupcakery');
    expect(hpas({})).toHaveLength(5);
    for (const { scaleTargetRef } of hpas({})) {
      expect(ofKind(manifests, 'Deployment').map((d) => d.metadata.name)).toContain(scaleTargetRef.name);
      expect(replicasOf(manifests, scaleTargetRef.name)).toBeUndefined();
    }
  });

  test('is absent where people work and where a number is given', () => {
    const manifests = render('cupcakery', { values: onlyTea });
    expect(replicasOf(manifests, 'cupcakery-tea-time-pour')).toBe(1);
    const names = hpas(onlyTea).map(({ scaleTargetRef }) => scaleTargetRef.name);
    expect(names, 'a retired stage still drains').toEqual([
      'cupcakery-tea-time-boil',
      'cupcakery-tea-time-sweeten',
    ]);
    const fixed = { stages: { 'cupcakes.mix': { replicas: 3 } } };
    expect(replicasOf(render('cupcakery', { values: fixed }), 'cupcakery-cupcakes-mix')).toBe(3);
    expect(hpas(fixed)).toHaveLength(4);
  });

  test('applies the settings of its own stage', () => {
    const stages = {
      'cupcakes.bake': {
        rounds: 2.5,
        minReplicas: 2,
        maxReplicas: 6,
        behavior: { scaleDown: { stabilizationWindowSeconds: 600 } },
      },
    };
    const bake = hpaOf('cupcakes-bake', { stages });
    expect([bake.minReplicas, bake.maxReplicas]).toEqual([2, 6]);
    expect(bake.metrics[0]?.external.target.averageValue).toBe('20');
    expect(bake.behavior.scaleDown).toMatchObject({
      stabilizationWindowSeconds: 600,
      policies: [{ value: 50 }],
    });
    expect(hpaOf('cupcakes-mix', { stages })).toEqual(hpaOf('cupcakes-mix'));
  });

  test('may heed the age of the oldest ticket too, where the stage has a target', () => {
    const age = hpaOf('cupcakes-bake', { scaling: { age: true } }).metrics[1]?.external;
    expect(age?.metric.name).toBe('kafka_consumergroup_oldest_age_seconds');
    expect(age?.target).toEqual({ type: 'Value', value: '90' });
    const [, sweeten] = hpas({ ...onlyTea, scaling: { age: true } });
    expect(sweeten?.metrics, 'it has no target').toHaveLength(1);
    const without = { scaling: { age: true }, stages: { 'cupcakes.bake': { age: false } } };
    expect(hpaOf('cupcakes-bake', without).metrics).toHaveLength(1);
  });

  test('queries another adapter by its metric name', () => {
    const external = {
      metric: 'lag',
      ageMetric: 'age',
      selector: {
        consumergroup: null,
        topic: null,
        group: '{group}',
        tenant: '{namespace}-{workflow}-{stage}',
      },
    };
    const metric = hpaOf('cupcakes-ship', { scaling: { source: 'external', external } }).metrics[0]?.external
      .metric;
    expect(metric).toEqual({
      name: 'lag',
      selector: { matchLabels: { group: 'cupcakes.ship', tenant: 'shop-cupcakes-ship' } },
    });
  });
});

describe('KEDA', () => {
  const manifests = render('cupcakery', renderings.keda);

  test('scales on the same lag, and authenticates as its own user', () => {
    expect(ofKind(manifests, 'HorizontalPodAutoscaler')).toEqual([]);
    expect(ofKind(manifests, 'ScaledObject')).toHaveLength(5);
    expect(ofKind(manifests, 'ScaledObject')[0]?.spec).toMatchObject({
      scaleTargetRef: { name: 'cupcakery-cupcakes-mix' },
      minReplicaCount: 1,
      maxReplicaCount: 12,
      triggers: [
        {
          type: 'kafka',
          metadata: { consumerGroup: 'cupcakes.mix', topic: 'orderrequests', lagThreshold: '4' },
          authenticationRef: { name: 'cupcakery-keda' },
        },
      ],
    });
    const [authentication] = ofKind(manifests, 'TriggerAuthentication');
    expect(JSON.stringify(authentication?.spec)).toContain('"parameter":"password","name":"cupcakery-keda"');
    expect(JSON.stringify(authentication?.spec)).toContain(
      '"parameter":"ca","name":"cupcakery-cluster-ca-cert"',
    );
  });
});

test('the order-processor keeps its size: a StatefulSet whose pods come back to their partitions', () => {
  const sets = ofKind(render('cupcakery', renderings['two workflows']), 'StatefulSet');
  expect(sets.map(({ metadata }) => metadata.name)).toEqual([
    'cupcakery-cupcakes-processor',
    'cupcakery-tea-time-processor',
  ]);
  for (const { spec, metadata } of sets) {
    expect(spec).toMatchObject({ replicas: 2, serviceName: metadata.name });
    expect(JSON.stringify(spec)).toContain(
      '"name":"INSTANCE_ID","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}',
    );
  }
});
