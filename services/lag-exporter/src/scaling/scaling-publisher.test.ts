import { createMetrics } from '@cupcakery/kit/metrics/metrics';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import type { StageScaling } from './reasons/explain-stage.ts';
import { createScalingPublisher } from './scaling-publisher.ts';

const registry = new Registry();
const publish = createScalingPublisher(createMetrics(registry));
const bake: StageScaling = {
  namespace: 'shop',
  workflow: 'cupcakes',
  stage: 'bake',
  wanted: 30,
  actual: 12,
  ready: 12,
  max: 12,
  min: 1,
  reason: { code: 'partition-cap', text: '' },
};
const published = async () =>
  (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

test('known replicas and the reason are in the metrics', async () => {
  publish({ stale: false, stages: [bake] });
  expect(await published()).toEqual([
    'cupcakery_stage_replicas{workflow="cupcakes",stage="bake",kind="wanted"} 30',
    'cupcakery_stage_replicas{workflow="cupcakes",stage="bake",kind="actual"} 12',
    'cupcakery_stage_replicas{workflow="cupcakes",stage="bake",kind="max"} 12',
    'cupcakery_stage_scaling_reason{workflow="cupcakes",stage="bake",reason="partition-cap"} 1',
  ]);
});

test('replicas that are no longer known, and the former reason, are removed', async () => {
  publish({ stale: false, stages: [bake] });
  const blind = { ...bake, wanted: undefined, max: undefined, reason: { code: 'fixed', text: '' } as const };
  publish({ stale: false, stages: [blind] });
  expect(await published()).toEqual([
    'cupcakery_stage_replicas{workflow="cupcakes",stage="bake",kind="actual"} 12',
    'cupcakery_stage_scaling_reason{workflow="cupcakes",stage="bake",reason="fixed"} 1',
  ]);
});

test('an old report is removed', async () => {
  publish({ stale: false, stages: [bake] });
  publish({ stale: true, stages: [bake] });
  expect(await published()).toEqual([]);
});
