import { z } from 'zod';
import type { TopicSpec } from './topics.ts';

const hour = 3_600_000;
const day = 24 * hour;
const minuteMs = 60_000;
const minutesOfDay = 1440;

/**
 * The topic of a Kafka, not of a workflow, in which the lag of its groups is kept for a day: of each group on each
 * topic a record a minute. The key names the minute of the day, so compaction leaves a day's records of what there is,
 * and retention drops those of groups that have gone.
 */
export const lagHistoryTopic: TopicSpec = {
  name: 'lag-history',
  partitions: 1,
  config: {
    'cleanup.policy': 'compact,delete',
    'retention.ms': String(day),
    'segment.ms': String(hour),
  },
};

const known = z.number().nullable();

/** The worst of a group's lag on a topic within a minute; null is unknown. Readers ignore fields that they do not know. */
export const lagMinuteSchema = z.object({
  /** When the minute began, ms since 1970. */
  at: z.int().nonnegative(),
  group: z.string(),
  topic: z.string(),
  /** Offsets. */
  lag: known,
  /** Records among them. */
  records: known,
  oldestAgeSeconds: known,
});
export type LagMinute = z.infer<typeof lagMinuteSchema>;

/** When the minute of a time began, ms. */
export function minuteOf(at: number): number {
  return at - (at % minuteMs);
}

/** Which minute of its (UTC) day a time is in: 0 to 1439. */
export function minuteOfDay(at: number): number {
  return Math.floor(at / minuteMs) % minutesOfDay;
}

/** The key of a minute's record: the same a day later, which replaces it. */
export function lagMinuteKey({ group, topic, at }: Pick<LagMinute, 'group' | 'topic' | 'at'>): string {
  return `${group}/${topic}/${minuteOfDay(at)}`;
}
