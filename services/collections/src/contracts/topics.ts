import { resumeWindowMs, type TopicSpec } from '@cupcakery/workflow/contracts/topics';
import type { Collections } from '../file/collection-files.ts';

/** The topics that the shop has besides those of its collections. */
export const shopTopics = {
  commands: 'shop.commands',
  replies: 'shop.replies',
  /** The first answers to commands with an idempotency key. */
  commandLog: 'shop.command-log',
  /** Records that cannot be read. */
  incidents: 'shop.incidents',
} as const;

/** The consumer group of the shop's processor, and the prefix of its transactional id. */
export const shopGroup = 'shop.processor';

const hour = 3_600_000;
const day = 24 * hour;

/** Every topic of the shop with its settings; all have one partition, since references span collections. */
export function shopTopicsOf(collections: Collections): TopicSpec[] {
  // Compaction and retention skip the segment that is still written to: by default a week or 1 GiB of records.
  const compact = { 'cleanup.policy': 'compact', 'segment.ms': String(hour) };
  const keep = (ms: number, segmentMs: number) => ({
    'cleanup.policy': 'delete',
    'retention.ms': String(ms),
    'segment.ms': String(segmentMs),
  });
  const window = {
    'min.compaction.lag.ms': String(resumeWindowMs),
    'delete.retention.ms': String(resumeWindowMs),
  };
  const topic = (name: string, config: Record<string, string>) => ({ name, partitions: 1, config });
  return [
    topic(shopTopics.commands, keep(7 * day, day)),
    topic(shopTopics.replies, keep(hour, hour / 4)),
    topic(shopTopics.commandLog, compact),
    topic(shopTopics.incidents, compact),
    ...[...collections.values()].map((collection) => topic(collection.topic, { ...compact, ...window })),
  ];
}
