import { describe, expect, it } from 'vitest';
import type { TopicMetadata } from '../wire/topic-metadata.ts';
import { checkTopics } from './topic-facts.ts';

const topic = (name: string, partitions: number, more: Partial<TopicMetadata> = {}): TopicMetadata => ({
  topic: name,
  errorCode: 0,
  id: `id of ${name}`,
  partitions: Array.from({ length: partitions }, (_, partition) => ({ partition, leader: 1 })),
  ...more,
});
const noTopic = (name: string, errorCode: number) => topic(name, 0, { errorCode, id: '' });
const found = (before: TopicMetadata[], now: TopicMetadata[]) => {
  const [seen] = checkTopics(new Map(), before);
  return checkTopics(seen, now)[1].map(({ topic: name, problem }) => `${name}: ${problem}`);
};
const alike = [topic('commands', 12), topic('shipped', 12)];

describe('the topics of a workflow', () => {
  it.each([
    ['are alike', alike, []],
    ['differ in their partitions', [topic('commands', 12), topic('shipped', 6)], ['shipped: partitions']],
    ['are missing', [topic('commands', 12), noTopic('shipped', 3)], ['shipped: missing']],
    ['may not be seen', [topic('commands', 12), noTopic('shipped', 29)], []],
    ['have no leader yet', [topic('commands', 12), noTopic('shipped', 5)], []],
    [
      'may not be seen where they count',
      [noTopic('commands', 29), topic('orders', 4), topic('shipped', 6)],
      ['shipped: partitions'],
    ],
  ])('that %s', (_name, now, problems) => {
    expect(found([], now)).toEqual(problems);
  });

  it('are named with their numbers', () => {
    const [, [problem]] = checkTopics(new Map(), [topic('commands', 12), topic('shipped', 6)]);
    expect(problem?.message).toMatch(/topic shipped has 6 partitions, commands has 12/);
  });

  it('that have grown are found, all or one of them', () => {
    const more = [topic('commands', 15), topic('shipped', 15)];
    expect(found(alike, more)).toEqual(['commands: grown', 'shipped: grown']);
    expect(found(alike, [topic('commands', 12), topic('shipped', 15)])).toEqual([
      'shipped: grown',
      'shipped: partitions',
    ]);
  });

  it('that were deleted and created again are found by their id', () => {
    expect(found(alike, [topic('commands', 12), noTopic('shipped', 3)])).toEqual(['shipped: missing']);
    const again = [topic('commands', 12), topic('shipped', 12, { id: 'another' })];
    expect(found(alike, again)).toEqual(['shipped: recreated']);
  });
});
