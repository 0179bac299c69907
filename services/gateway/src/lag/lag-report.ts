import { z } from 'zod';

const known = z.number().nullable();

const scaling = z.object({
  stale: z.boolean(),
  stages: z.array(
    z.object({
      workflow: z.string(),
      stage: z.string(),
      wanted: known,
      actual: known,
      max: known,
      reason: z.object({ code: z.string(), text: z.string() }),
    }),
  ),
});

/** The part of lag-exporter's `GET /api/lag` that is read here. Null is unknown. */
export const lagReportSchema = z.object({
  at: z.number().nullable(),
  stale: z.boolean(),
  groups: z.array(
    z.object({
      group: z.string(),
      members: known,
      topics: z.array(
        z.object({
          topic: z.string(),
          lag: known.optional(),
          // Older exporters do not count them.
          records: known.optional(),
          inRate: known.optional(),
          outRate: known.optional(),
          unowned: known,
          // Older exporters do not report it.
          dependencyDown: z.boolean().default(false),
          paused: z.boolean().default(false),
          partitions: z.array(
            z.object({
              partition: z.int(),
              lag: known,
              committed: known,
              end: known,
              oldestAgeSeconds: known,
              owned: z.boolean().nullable(),
              /** Since when the commit has not moved, ms; null: never committed; undefined: an older exporter. */
              unchangedSince: known.optional(),
              stalled: z.boolean(),
            }),
          ),
        }),
      ),
    }),
  ),
  /** Null: no Kubernetes is watched; undefined: the exporter is too old to watch any. */
  scaling: scaling.nullable().optional(),
});
export type LagReport = z.infer<typeof lagReportSchema>;
export type GroupLag = LagReport['groups'][number];
export type TopicLag = GroupLag['topics'][number];
export type PartitionLag = TopicLag['partitions'][number];

/** The part of its `GET /api/lag/history` that is read here; `at` in ms since 1970. */
export const lagHistorySchema = z.object({
  topics: z.array(
    z.object({
      group: z.string(),
      topic: z.string(),
      points: z.array(
        z.object({
          at: z.number(),
          lag: known,
          // Older exporters do not count them.
          records: known.optional(),
          oldestAgeSeconds: known,
        }),
      ),
    }),
  ),
});
export type LagHistory = z.infer<typeof lagHistorySchema>;
