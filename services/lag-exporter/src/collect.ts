import type { Bounds, GroupDescription, Inspector } from '@cupcakery/kit/kafka/admin/inspector';
import { readCommitMetadata } from '@cupcakery/kit/kafka/consume/commit-metadata';
import { inLanes } from './in-lanes.ts';
import type { GroupObservation, Observation } from './lag/observation.ts';

/** Questions under way at once: enough to hide round trips, few enough not to crowd a broker. */
const lanes = 8;
/** Groups in one DescribeGroups. */
const describeAtOnce = 100;

/**
 * Asks Kafka once for everything. A group or topic that cannot be asked for is unknown in the answer; rejects only
 * when the groups cannot be listed at all.
 * @param wants whether a group is to be looked at
 */
export async function collect(
  inspector: Inspector,
  wants: (group: string) => boolean,
  now: () => number,
): Promise<Observation> {
  const listed = (await inspector.groups()).filter(
    ({ group, protocol }) => (protocol === 'consumer' || protocol === '') && wants(group),
  );
  const described = await describeAll(
    inspector,
    listed.map(({ group }) => group),
  );
  const groups = await inLanes(listed, lanes, async ({ group, protocol }): Promise<GroupObservation> => {
    const found = described.get(group);
    const base = {
      group,
      readsAll: protocol === 'consumer',
      state: found?.state ?? 'Unknown',
      // Groups of the newer protocol (KIP-848) are described as dead though they live.
      members: found === undefined || found.state === 'Dead' ? undefined : found.members.length,
      owned: found?.owned ?? new Map<string, Set<number>>(),
    };
    try {
      return { ...base, ...commitsOf(await inspector.committed(group)) };
    } catch (error) {
      const unknown = { committed: new Map(), targetDown: new Map(), owned: new Map() };
      return { ...base, ...unknown, problem: String(error) };
    }
  });
  // The ends after the commits: a lag may then be a little too large, and never negative.
  const topics = new Set(groups.flatMap((g) => [...g.committed.keys(), ...g.owned.keys()]));
  const logs = new Map<string, Map<number, Bounds>>();
  await inLanes([...topics], lanes, async (topic) => {
    const bounds = await inspector.bounds(topic).catch(() => undefined);
    if (bounds) logs.set(topic, bounds);
  });
  return { at: now(), groups, logs };
}

/** Of a commit's metadata only the mark is kept: a group may have thousands of partitions. */
function commitsOf(
  topics: Awaited<ReturnType<Inspector['committed']>>,
): Pick<GroupObservation, 'committed' | 'targetDown'> {
  const committed = new Map<string, Map<number, number>>();
  const targetDown = new Map<string, Set<number>>();
  for (const [topic, partitions] of topics) {
    const commits = [...partitions];
    committed.set(topic, new Map(commits.map(([partition, { offset }]) => [partition, offset])));
    const marked = commits.filter(
      ([, { offset, metadata }]) => metadata !== '' && readCommitMetadata(offset, metadata).targetDown,
    );
    if (marked.length > 0) targetDown.set(topic, new Set(marked.map(([partition]) => partition)));
  }
  return { committed, targetDown };
}

async function describeAll(
  inspector: Inspector,
  names: readonly string[],
): Promise<Map<string, GroupDescription>> {
  const chunks = Array.from({ length: Math.ceil(names.length / describeAtOnce) }, (_, i) =>
    names.slice(i * describeAtOnce, (i + 1) * describeAtOnce),
  );
  const described = new Map<string, GroupDescription>();
  for (const chunk of chunks) {
    // Without descriptions lag is still known; members are not.
    for (const group of await inspector.describe(chunk).catch(() => [])) described.set(group.group, group);
  }
  return described;
}
