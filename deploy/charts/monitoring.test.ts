import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricDefinitions } from '@cupcakery/kit/metrics/metric-definitions';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ofKind, render } from './rendering/helm.ts';
import { renderings } from './rendering/renderings.ts';
import { rulesOf } from './rendering/rules.ts';

const all = rulesOf([
  ...render('cupcakery', renderings['two workflows']),
  ...render('kafka-lag-metrics', renderings['lag metrics']),
]);

/** Metrics of the project that an expression names, without the suffixes of histograms. */
const metricsIn = (expression: string) =>
  (expression.match(/\b(?:cupcakery|kafka_consumergroup)_[a-z_]+/g) ?? []).map((name) =>
    name.replace(/_(bucket|count|sum)$/, (suffix, _kind, _at, whole) =>
      whole in metricDefinitions ? suffix : '',
    ),
  );

describe('alerts', () => {
  test('name only metrics that services have', () => {
    for (const { alert, expr } of all) {
      for (const name of metricsIn(expr)) expect(Object.keys(metricDefinitions), alert).toContain(name);
    }
  });

  test('there is one for each thing that a person must hear of', () => {
    expect([...new Set(all.map(({ alert }) => alert))].sort()).toEqual([
      'CupcakeryAutoscalerCannotScale',
      'CupcakeryDeniedRise',
      'CupcakeryDependencyDown',
      'CupcakeryGroupWithoutMembers',
      'CupcakeryIncidentsOpen',
      'CupcakeryLagUnknown',
      'CupcakeryOffsetsStalled',
      'CupcakeryOrdersAtRisk',
      'CupcakeryOrdersUndecided',
      'CupcakeryPartitionStopped',
      'CupcakeryPartitionsUnserved',
      'CupcakeryRecordsUnreadable',
      'CupcakeryRequestsShed',
      'CupcakeryStageAtCap',
      'CupcakeryStageLate',
      'CupcakeryTopicProblem',
      'CupcakeryTransactionsFail',
      'CupcakeryViewBehind',
      'CupcakeryViewFull',
      'KafkaLagExporterDown',
      'KafkaLagNotCollected',
    ]);
  });
});

describe('dashboards', () => {
  const folder = 'charts/cupcakery/dashboards';
  const target = z.looseObject({ expr: z.string() });
  const dashboard = z.looseObject({
    uid: z.string(),
    title: z.string(),
    panels: z.array(z.looseObject({ title: z.string(), targets: z.array(target).default([]) })).min(4),
  });
  const files = readdirSync(folder);

  test.each(files)('%s shows only metrics that services have', (file) => {
    const { panels } = dashboard.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    for (const { title, targets } of panels) {
      for (const { expr } of targets) {
        for (const name of metricsIn(expr)) expect(Object.keys(metricDefinitions), title).toContain(name);
      }
    }
  });

  test('are all in config maps that Grafana finds', () => {
    const maps = ofKind(render('cupcakery', renderings.everything), 'ConfigMap').filter(
      ({ metadata }) => metadata.labels.grafana_dashboard === '1',
    );
    expect(maps.flatMap(({ data }) => Object.keys(Object(data))).sort()).toEqual(files.sort());
  });
});
