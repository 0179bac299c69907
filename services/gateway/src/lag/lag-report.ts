import { z } from 'zod';

const known = z.number().nullable();

/** Of lag-exporter's `GET /api/lag` what is read here. Null is unknown. */
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
          lag: known,
          oldestAgeSeconds: known,
          inRate: known,
          outRate: known,
          drainSeconds: known,
          unowned: known,
          partitions: z.array(
            z.object({
              partition: z.int(),
              lag: known,
              committed: known,
              end: known,
              oldestAgeSeconds: known,
              owned: z.boolean().nullable(),
              stalled: z.boolean(),
            }),
          ),
        }),
      ),
    }),
  ),
});
export type LagReport = z.infer<typeof lagReportSchema>;

/** Of its `GET /api/lag/history`. */
export const lagHistorySchema = z.object({
  topics: z.array(
    z.object({
      group: z.string(),
      topic: z.string(),
      points: z.array(z.object({ at: z.number(), lag: known, oldestAgeSeconds: known })),
    }),
  ),
});
export type LagHistory = z.infer<typeof lagHistorySchema>;
