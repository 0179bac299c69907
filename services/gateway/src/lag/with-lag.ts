import { stageGroup } from '@cupcakery/workflow/topics';
import type { Workflow } from '@cupcakery/workflow/workflow-file';
import type { Backlog, StageBacklog, StageLagHistory } from '../generated/resolvers.ts';
import type { LagHistory, LagReport } from './lag-report.ts';

type Group = LagReport['groups'][number];

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
      return stage
        ? measured(own, groups.get(stageGroup(workflow.name, stage.name)), stage.topic, report.at ?? 0)
        : own;
    }),
  };
}

function measured(own: StageBacklog, group: Group | undefined, topic: string, at: number): StageBacklog {
  const found = group?.topics.find((one) => one.topic === topic);
  const age = found?.oldestAgeSeconds ?? null;
  return {
    ...own,
    lag: found?.lag ?? null,
    oldestWaitingSince: age === null || found?.lag === 0 ? null : new Date(at - age * 1000).toISOString(),
    inRate: found?.inRate ?? null,
    outRate: found?.outRate ?? null,
    drainSeconds: found?.drainSeconds ?? null,
    members: group?.members ?? null,
    unownedPartitions: found?.unowned ?? null,
    partitions: (found?.partitions ?? []).map(({ committed, end, ...rest }) => ({
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
