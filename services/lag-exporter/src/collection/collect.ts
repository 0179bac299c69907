import type { Bounds, GroupDescription, Inspector } from '@cupcakery/kit/kafka/admin/inspector';
import { readCommitMetadata } from '@cupcakery/kit/kafka/consume/commit-metadata';
import { mapWithConcurrency } from '@cupcakery/kit/tools/map-with-concurrency';
import type { GroupObservation, Observation } from '../lag/observation.ts';

/** Requests in flight: enough to hide round trips, few enough not to overload a broker. */
const maxRequests = 8;
/** Groups per DescribeGroups request. */
const groupsPerDescribe = 100;

export type CollectOptions = {
  now: () => number;
  /** Called with what could not be queried; it is unknown in the result. */
  onProblem: (what: string, error: unknown) => void;
};

/**
 * Queries Kafka once for everything. A group or topic that cannot be queried is unknown in the result; rejects only
 * when the groups cannot be listed at all.
 * @param includes whether a group is to be observed
 */
export async function collect(
  inspector: Inspector,
  includes: (group: string) => boolean,
  { now, onProblem }: CollectOptions,
): Promise<Observation> {
  const listed = (await inspector.groups()).filter(
    ({ group, protocol }) => (protocol === 'consumer' || protocol === '') && includes(group),
  );
  const described = await describeAll(
    inspector,
    listed.map(({ group }) => group),
    onProblem,
  );
  const groups = await mapWithConcurrency(
    listed,
    maxRequests,
    async ({ group, protocol }): Promise<GroupObservation> => {
      const found = described.get(group);
      const base = {
        group,
        readsAll: protocol === 'consumer',
        state: found?.state ?? 'Unknown',
        // Groups of the newer protocol (KIP-848) are described as dead although they are alive.
        members: found === undefined || found.state === 'Dead' ? undefined : found.members.length,
        owned: found?.owned ?? new Map<string, Set<number>>(),
      };
      try {
        return { ...base, ...commitsOf(await inspector.committed(group)) };
      } catch (error) {
        onProblem(`the commits of group ${group} cannot be read; its lag is unknown`, error);
        const none = new Map();
        const unknown = { committed: none, targetDown: none, paused: none, owned: none };
        return { ...base, ...unknown, problem: String(error) };
      }
    },
  );
  // Ends are fetched after commits: a lag may then be slightly too large, but never negative.
  const topics = new Set(groups.flatMap((g) => [...g.committed.keys(), ...g.owned.keys()]));
  const logs = new Map<string, Map<number, Bounds>>();
  await mapWithConcurrency([...topics], maxRequests, async (topic) => {
    try {
      const bounds = await inspector.bounds(topic);
      if (bounds) logs.set(topic, bounds);
    } catch (error) {
      onProblem(`the offsets of topic ${topic} cannot be read; lags on it are unknown`, error);
    }
  });
  return { at: now(), groups, logs };
}

/** Keeps only the marks of each commit's metadata: a group may have thousands of partitions. */
function commitsOf(
  topics: Awaited<ReturnType<Inspector['committed']>>,
): Pick<GroupObservation, 'committed' | 'targetDown' | 'paused'> {
  const committed = new Map<string, Map<number, number>>();
  const targetDown = new Map<string, Set<number>>();
  const paused = new Map<string, Set<number>>();
  for (const [topic, partitions] of topics) {
    const commits = [...partitions];
    committed.set(topic, new Map(commits.map(([partition, { offset }]) => [partition, offset])));
    for (const [partition, { offset, metadata }] of commits) {
      if (metadata === '') continue;
      const marks = readCommitMetadata(offset, metadata);
      if (marks.targetDown) addTo(targetDown, topic, partition);
      if (marks.paused) addTo(paused, topic, partition);
    }
  }
  return { committed, targetDown, paused };
}

function addTo(marked: Map<string, Set<number>>, topic: string, partition: number): void {
  const partitions = marked.get(topic) ?? new Set();
  marked.set(topic, partitions.add(partition));
}

async function describeAll(
  inspector: Inspector,
  names: readonly string[],
  onProblem: CollectOptions['onProblem'],
): Promise<Map<string, GroupDescription>> {
  const chunks = Array.from({ length: Math.ceil(names.length / groupsPerDescribe) }, (_, i) =>
    names.slice(i * groupsPerDescribe, (i + 1) * groupsPerDescribe),
  );
  const described = new Map<string, GroupDescription>();
  for (const chunk of chunks) {
    try {
      for (const group of await inspector.describe(chunk)) described.set(group.group, group);
    } catch (error) {
      // Without descriptions the lag is still known.
      onProblem(`${chunk.length} groups cannot be described; their members are unknown`, error);
    }
  }
  return described;
}
