import { z } from 'zod';
import { waitFor } from '../tools/wait.ts';
import type { GroupLine } from './kafka-tool.ts';

const shape = z.object({
  at: z.number().nullable(),
  groups: z.array(
    z.object({
      group: z.string(),
      topics: z.array(
        z.object({
          topic: z.string(),
          partitions: z.array(z.object({ partition: z.int(), lag: z.number().nullable() })),
        }),
      ),
    }),
  ),
});

/** The report of lag-exporter on every group, from a collection that started after this call. */
export async function fetchLagReport(url: string): Promise<GroupLine[]> {
  const requestedAt = Date.now();
  const { groups } = await waitFor(
    'a fresh report of lag-exporter',
    async () => {
      const report = shape.parse(await (await fetch(`${url}/api/lag`)).json());
      // A report carries the time at which its collection ended: a whole collection must lie in between.
      return report.at !== null && report.at > requestedAt + 1000 ? report : undefined;
    },
    { withinMs: 60_000 },
  );
  return groups.flatMap(({ group, topics }) =>
    topics.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, lag }) => ({ group, topic, partition, lag: lag ?? undefined })),
    ),
  );
}
