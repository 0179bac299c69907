import { processorGroup, topicNames } from '@cupcakery/workflow/file/topic-names';
import type { GroupLag, LagReport, PartitionLag, TopicLag } from '../lag/lag-report.ts';
import { undecidedSince } from './undecided.ts';

/** How the order-processor decides the commands of a workflow; null is unknown. Rates per second, times RFC 3339. */
export type Decisions = {
  /** Commands that wait to be decided: of people and of workers. */
  waiting: number | null;
  /** Since when the oldest of them waits; null too when none waits. */
  oldestWaitingSince: string | null;
  inRate: number | null;
  outRate: number | null;
  /** Since when commands wait and none is decided, where that is too long. */
  undecidedSince: string | null;
  /** Partitions on which that is so, of those on which commands wait. */
  undecidedPartitions: number | null;
  waitingPartitions: number | null;
  /** Members of the processor's group. */
  members: number | null;
};

export const unknownDecisions: Decisions = {
  waiting: null,
  oldestWaitingSince: null,
  inRate: null,
  outRate: null,
  undecidedSince: null,
  undecidedPartitions: null,
  waitingPartitions: null,
  members: null,
};

/**
 * How the commands of a workflow are decided, from the lag of the processor's group. An old report says nothing about
 * now, so all is unknown then.
 * @param stale the report is older than it should be
 */
export function decisionsOf(workflow: string, report: LagReport, stale: boolean): Decisions {
  const { at } = report;
  const group = report.groups.find((one) => one.group === processorGroup(workflow));
  const topics = group && commandTopicsOf(workflow, group);
  if (at === null || stale || !group || !topics) return unknownDecisions;
  const partitions = topics.flatMap((topic) => topic.partitions);
  const undecided = undecidedSince(partitions, at);
  const oldest = worst(partitions.map(({ oldestAgeSeconds }) => oldestAgeSeconds));
  return {
    waiting: sum(topics.map(({ lag, records }) => records ?? lag)),
    oldestWaitingSince: oldest === null || oldest === 0 ? null : new Date(at - oldest * 1000).toISOString(),
    inRate: sum(topics.map(({ inRate }) => inRate)),
    outRate: sum(topics.map(({ outRate }) => outRate)),
    undecidedSince: undecided ? new Date(undecided.since).toISOString() : null,
    undecidedPartitions: undecided?.partitions ?? 0,
    waitingPartitions: waitingOn(partitions),
    members: group.members,
  };
}

/** Both topics, or nothing: half of the commands is not their number. */
function commandTopicsOf(workflow: string, { topics }: GroupLag): TopicLag[] | undefined {
  const { commands, work } = topicNames(workflow);
  const found = topics.filter(({ topic }) => topic === commands || topic === work);
  return found.length === 2 ? found : undefined;
}

function waitingOn(partitions: readonly PartitionLag[]): number | null {
  if (partitions.some(({ lag }) => lag === null)) return null;
  return new Set(partitions.filter(({ lag }) => lag !== 0).map(({ partition }) => partition)).size;
}

function sum(values: readonly (number | null | undefined)[]): number | null {
  let total = 0;
  for (const value of values) {
    if (value == null) return null;
    total += value;
  }
  return total;
}

function worst(values: readonly (number | null)[]): number | null {
  let largest = 0;
  for (const value of values) {
    if (value === null) return null;
    largest = Math.max(largest, value);
  }
  return largest;
}
