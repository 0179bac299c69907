import { z } from 'zod';
import type { GroupLine } from './kafka-tool.ts';
import { waitFor } from './wait.ts';

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

/** What lag-exporter says of every group, by a collection that was begun after this call. */
export async function lagReport(url: string): Promise<GroupLine[]> {
  const asked = Date.now();
  const { groups } = await waitFor(
    'a fresh report of lag-exporter',
    async () => {
      const report = shape.parse(await (await fetch(`${url}/api/lag`)).json());
      // Its time is that of its end: one whole collection must lie between.
      return report.at !== null && report.at > asked + 1000 ? report : undefined;
    },
    { withinMs: 60_000 },
  );
  return groups.flatMap(({ group, topics }) =>
    topics.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, lag }) => ({ group, topic, partition, lag: lag ?? undefined })),
    ),
  );
}
