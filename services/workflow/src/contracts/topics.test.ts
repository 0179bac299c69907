import { describe, expect, test } from 'vitest';
import { processorGroup, stageGroup, topicNames } from '../file/topic-names.ts';
import type { Workflow } from '../file/workflow-file.ts';
import { cakes } from '../testing/decider-spec.ts';
import { topicsOf } from './topics.ts';

const forEver = { 'cleanup.policy': 'delete', 'retention.ms': '-1' };
const compact = { 'cleanup.policy': 'compact', 'segment.ms': '3600000' };

describe('the topics of a workflow', () => {
  test('are these, with these settings', () => {
    expect(Object.fromEntries(topicsOf(cakes).map((t) => [t.name, t.config]))).toEqual({
      'cakes.commands': { 'cleanup.policy': 'delete', 'retention.ms': '604800000', 'segment.ms': '86400000' },
      'cakes.work': { 'cleanup.policy': 'delete', 'retention.ms': '604800000', 'segment.ms': '86400000' },
      'cakes.order-events': forEver,
      'cakes.orders': {
        ...compact,
        'min.compaction.lag.ms': '3600000',
        'delete.retention.ms': '3600000',
      },
      tomix: forEver,
      tobake: forEver,
      totaste: forEver,
      'cakes.contacts': compact,
      'cakes.control': compact,
      'cakes.withdrawals': compact,
      'cakes.replies': { 'cleanup.policy': 'delete', 'retention.ms': '3600000', 'segment.ms': '900000' },
      'cakes.incidents': compact,
      donecakes: forEver,
    });
  });

  test('have unique names and one number of partitions, for they are partitioned alike', () => {
    const topics = topicsOf(cakes);
    expect(new Set(topics.map((t) => t.name)).size).toBe(topics.length);
    expect(new Set(topics.map((t) => t.partitions))).toEqual(new Set([4]));
    expect(new Set(topicsOf(cakes, 12).map((t) => t.partitions))).toEqual(new Set([12]));
  });

  test('contain every name the workflow writes to', () => {
    const names = topicsOf(cakes).map((t) => t.name);
    expect(names).toEqual(expect.arrayContaining(Object.values(topicNames('cakes'))));
  });

  test('keep a ticket for a bounded time where the file says so', () => {
    const bounded: Workflow = {
      ...cakes,
      stages: cakes.stages.map((s) => ({ ...s, ticketRetention: 86_400 })),
    };
    const config = topicsOf(bounded).find((t) => t.name === 'tomix')?.config;
    expect(config).toEqual({ 'cleanup.policy': 'delete', 'retention.ms': '86400000' });
  });
});

test('no stage shares its consumer group with the processor', () => {
  const groups = [processorGroup('cakes'), ...cakes.stages.map((s) => stageGroup(cakes.name, s.name))];
  expect(groups).toEqual(['cakes.processor', 'cakes.mix', 'cakes.bake', 'cakes.taste']);
});
