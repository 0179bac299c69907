import { stageGroup } from '@cupcakery/workflow/file/topic-names';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { Backlog, StageLagHistory } from '../generated/resolvers.ts';
import type { GroupLag, LagHistory, LagReport, TopicLag } from './lag-report.ts';
import { stageScaling } from './stage-scaling.ts';

/**
 * A backlog with the numbers of Kafka in place of those reckoned from orders. What waits, is in work and claimed
 * stays as the orders say; a stage whose group the exporter does not know is unknown, not 0.
 * @param stale the report is the last one known and older than it should be
 */
export function withLag(backlog: Backlog, workflow: Workflow, report: LagReport, stale: boolean): Backlog {
  if (report.at === null) return backlog;
  const groups = new Map(report.groups.map((group) => [group.group, group]));
  return {
    ...backlog,
    at: new Date(report.at).toISOString(),
    source: 'LAG_EXPORTER',
    stale,
    stages: backlog.stages.map((own) => {
      const stage = workflow.stages.find(({ name }) => name === own.stage);
      if (!stage) return own;
      const group = groups.get(stageGroup(workflow.name, stage.name));
      const topic = group?.topics.find((one) => one.topic === stage.topic);
      return {
        ...own,
        ...measured(group, topic, report.at ?? 0),
        ...stageScaling({ workflow: workflow.name, stage: stage.name }, report, group, topic),
      };
    }),
  };
}

function measured(group: GroupLag | undefined, topic: TopicLag | undefined, at: number) {
  const age = topic?.oldestAgeSeconds ?? null;
  return {
    lag: topic?.lag ?? null,
    oldestWaitingSince: age === null || topic?.lag === 0 ? null : new Date(at - age * 1000).toISOString(),
    inRate: topic?.inRate ?? null,
    outRate: topic?.outRate ?? null,
    drainSeconds: topic?.drainSeconds ?? null,
    members: group?.members ?? null,
    unownedPartitions: topic?.unowned ?? null,
    partitions: (topic?.partitions ?? []).map(({ committed, end, ...rest }) => ({
      ...rest,
      committed: committed === null ? null : String(committed),
      end: end === null ? null : String(end),
    })),
  };
}

/** The history of each stage, in the order of the workflow. */
export function stageHistories(workflow: Workflow, { topics }: LagHistory): StageLagHistory[] {
  return workflow.stages.map((stage) => {
    const own = topics.find(
      (t) => t.group === stageGroup(workflow.name, stage.name) && t.topic === stage.topic,
    );
    return {
      stage: stage.name,
      points: (own?.points ?? []).map(({ at, ...rest }) => ({ at: new Date(at).toISOString(), ...rest })),
    };
  });
}
