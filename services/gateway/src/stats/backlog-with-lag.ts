import { stageGroup } from '@cupcakery/workflow/file/topic-names';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { GroupLag, LagReport, TopicLag } from '../lag/lag-report.ts';
import { stageScaling } from '../lag/stage-scaling.ts';
import type { Backlog } from './backlog.ts';

/**
 * A backlog with the numbers of Kafka instead of those counted from orders. What waits, is in work and claimed
 * stays as the orders say; a stage whose group the exporter does not know is unknown, not 0.
 * @param stale the report is the last one known and older than it should be
 */
export function withLag(backlog: Backlog, workflow: Workflow, report: LagReport, stale: boolean): Backlog {
  const { at } = report;
  if (at === null) return backlog;
  const groups = new Map(report.groups.map((group) => [group.group, group]));
  return {
    ...backlog,
    at: new Date(at).toISOString(),
    source: 'LAG_EXPORTER',
    stale,
    stages: backlog.stages.map((own) => {
      const stage = workflow.stages.find(({ name }) => name === own.stage);
      if (!stage) return own;
      const group = groups.get(stageGroup(workflow.name, stage.name));
      const topic = group?.topics.find((one) => one.topic === stage.topic);
      return {
        ...own,
        ...measured(group, topic, at),
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
