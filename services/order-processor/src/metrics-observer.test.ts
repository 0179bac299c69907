import { readFileSync } from 'node:fs';
import { createMetrics } from '@cupcakery/kit/metrics/metrics';
import type { Actor, Command } from '@cupcakery/workflow/contracts/command';
import { handle, type Outcome } from '@cupcakery/workflow/decider/handle';
import { parseWorkflow } from '@cupcakery/workflow/file/workflow-file';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { createMetricsObserver } from './metrics-observer.ts';

const workflow = parseWorkflow(
  readFileSync('charts/cupcakery/workflows/cupcakes.yaml', 'utf8'),
  'cupcakes.yaml',
);
const cook: Actor = { kind: 'cook', name: 'ann' };
const worker: Actor = { kind: 'worker', name: 'w' };

it.each([
  [cook, 2],
  // The worker has measured it itself, and the metrics of all services are combined.
  [worker, 0],
])('measures a stage that %o completed only if no worker did', async (by, expected) => {
  const registry = new Registry();
  const observer = createMetricsObserver(workflow, createMetrics(registry));
  const details = { flavour: 'Vanilla', size: 'M', quantity: 6 };
  const commands: Command[] = [
    { type: 'place', id: '1', orderId: 'a-b', by: { kind: 'customer', name: 'kim' }, details },
    { type: 'complete', id: '2', orderId: 'a-b', by, stage: 'mix', visit: 1 },
  ];
  let state: Outcome['state'];
  for (const command of commands) {
    const outcome: Outcome = handle(workflow, state, command, '2026-11-21T12:00:00.000Z');
    state = outcome.state;
    for (const step of outcome.steps) observer.changed(step);
  }
  const metric = await registry.getSingleMetric('cupcakery_stage_duration_seconds')?.get();
  const counts =
    metric?.values.filter((v) => 'metricName' in v && String(v.metricName).endsWith('_count')) ?? [];
  expect(counts.reduce((sum, v) => sum + v.value, 0)).toBe(expected);
});
