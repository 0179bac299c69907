import { processorGroup, stageGroup, topicNames } from '@cupcakery/workflow/file/topic-names';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { LagMinutes } from './lag-minutes.ts';
import type { LagPoint } from './lag-point.ts';
import type { LagHistory } from './lag-report.ts';
import { addPoints, shortestSpanMs, spreadPoints } from './spread-points.ts';

/** What waited over time; times are RFC 3339, null is unknown. */
export type HistoryPoint = { at: string; lag: number | null; oldestAgeSeconds: number | null };
/** The tickets that waited at one stage. */
export type StageLagHistory = { stage: string; points: HistoryPoint[] };

/** Where histories come from: the hour in lag-exporter's memory, and the day in its topic. */
export type HistorySources = {
  hour: LagHistory;
  day: Pick<LagMinutes, 'of'>;
};

/** The history of each stage over the last minutes, in the order of the workflow; a stage without one has no points. */
export function stageHistories(
  workflow: Workflow,
  sources: HistorySources,
  minutes: number,
  now: number,
): StageLagHistory[] {
  return workflow.stages.map((stage) => {
    const points = merged(sources, stageGroup(workflow.name, stage.name), stage.topic);
    return { stage: stage.name, points: spreadPoints(points, minutes, now).map(asHistory) };
  });
}

/** The commands that waited to be decided over the last minutes. */
export function decisionHistory(
  workflow: Pick<Workflow, 'name'>,
  sources: HistorySources,
  minutes: number,
  now: number,
): HistoryPoint[] {
  const { commands, work } = topicNames(workflow.name);
  const [ofPeople, ofWorkers] = [commands, work].map((topic) =>
    spreadPoints(merged(sources, processorGroup(workflow.name), topic), minutes, now),
  );
  return addPoints(ofPeople ?? [], ofWorkers ?? []).map(asHistory);
}

/** The finer points of the last hour, and before them those of the day. */
function* merged({ hour, day }: HistorySources, group: string, topic: string): Generator<LagPoint> {
  const fine = hour.topics.find((own) => own.group === group && own.topic === topic)?.points ?? [];
  const from = fine[0]?.at ?? Number.POSITIVE_INFINITY;
  for (const point of day.of(group, topic)) {
    if (point.at >= from) continue;
    yield tickets(point);
    // What was the worst of a minute stands for all of it, also where points are closer.
    yield tickets({ ...point, at: point.at + shortestSpanMs });
  }
  for (const point of fine) yield tickets(point);
}

/** Offsets count the markers of transactions too; they are all that an older exporter knows. */
function tickets({
  at,
  lag,
  records,
  oldestAgeSeconds,
}: LagHistory['topics'][number]['points'][number]): LagPoint {
  return { at, lag: records === undefined ? lag : records, oldestAgeSeconds };
}

function asHistory({ at, ...point }: LagPoint): HistoryPoint {
  return { at: new Date(at).toISOString(), ...point };
}
