import { readFileSync } from 'node:fs';
import { lagHistoryTopic } from '@cupcakery/workflow/contracts/lag-history';
import { staffTopic } from '@cupcakery/workflow/contracts/staff';
import { topicsOf } from '@cupcakery/workflow/contracts/topics';
import { parseWorkflow } from '@cupcakery/workflow/file/workflow-file';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { ofKind, render } from './rendering/helm.ts';
import { renderings, tea } from './rendering/renderings.ts';

const cupcakes = 'charts/cupcakery/workflows/cupcakes.yaml';
const workflows = [
  parseWorkflow(readFileSync(cupcakes, 'utf8'), cupcakes),
  parseWorkflow(stringify(tea), 'tea.yaml'),
];
const topicSpec = z.strictObject({
  topicName: z.string(),
  partitions: z.number(),
  replicas: z.number(),
  config: z.record(z.string(), z.string()),
});

test('the topic of the history of lags is the one that services expect', () => {
  const [topic] = ofKind(render('kafka-lag-metrics', { release: 'lag' }), 'KafkaTopic');
  const { name, partitions, config } = lagHistoryTopic;
  expect(topicSpec.parse(topic?.spec)).toEqual({
    topicName: name,
    partitions,
    replicas: 3,
    config: { ...config, 'min.insync.replicas': '2' },
  });
});

describe('topics', () => {
  const topics = ofKind(render('cupcakery', renderings['two workflows']), 'KafkaTopic');

  test('are those that the services expect, with the same settings', () => {
    const expected = [...workflows.flatMap((workflow) => topicsOf(workflow)), staffTopic].map(
      ({ name, partitions, config }) => ({
        topicName: name,
        partitions,
        replicas: 3,
        config: { ...config, 'min.insync.replicas': '2' },
      }),
    );
    const byName = (a: { topicName: string }, b: { topicName: string }) =>
      a.topicName < b.topicName ? -1 : 1;
    const specs = topics.map(({ spec }) => topicSpec.parse(spec));
    expect(specs.sort(byName)).toEqual(expected.sort(byName));
  });

  test('outlive the release, and belong to the Kafka of the values', () => {
    for (const { apiVersion, metadata } of topics) {
      expect(apiVersion).toBe('kafka.strimzi.io/v1');
      expect(metadata.annotations['helm.sh/resource-policy']).toBe('keep');
      expect(metadata.labels['strimzi.io/cluster']).toBe('cupcakery');
      expect(metadata.name, 'is a name for Kubernetes').toMatch(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/);
    }
  });

  test('bear the same name in every release, so that two cannot share one by accident', () => {
    const named = (release: string) =>
      ofKind(render('cupcakery', { release }), 'KafkaTopic').map((t) => t.metadata.name);
    expect(named('one')).toEqual(named('other'));
  });

  test('have one copy on kind', () => {
    for (const { spec } of ofKind(render('cupcakery', renderings.kind), 'KafkaTopic')) {
      expect(topicSpec.parse(spec)).toMatchObject({ replicas: 1, config: { 'min.insync.replicas': '1' } });
    }
  });
});
