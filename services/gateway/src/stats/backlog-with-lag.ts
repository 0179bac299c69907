import { stageGroup } from '@cupcakery/workflow/file/topic-names';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { GroupLag, LagReport, TopicLag } from '../lag/lag-report.ts';
import { stageScaling } from '../lag/stage-scaling.ts';
import type { Backlog } from './backlog.ts';
import { decisionsOf } from './decisions.ts';

/**
 * A backlog with what Kafka knows of its stages: members, partitions and scaling; of a stage whose group the exporter
 * does not know they are unknown, not 0. Tickets and their rates stay as the orders say: offsets count the markers of
 * transactions too, and a group that commits late would show tickets that are long done.
 * @param stale the report is the last one known and older than it should be
 */
export function withLag(backlog: Backlog, workflow: Workflow, report: LagReport, stale: boolean): Backlog {
  const { at } = report;
  if (at === null) return backlog;
  const groups = new Map(report.groups.map((group) => [group.group, group]));
  return {
    ...backlog,
    at: new Date(at).toISOString(),
    reportedAt: new Date(at).toISOString(),
    decisions: decisionsOf(workflow.name, report, stale),
    source: 'LAG_EXPORTER',
    stale,
    stages: backlog.stages.map((own) => {
      const stage = workflow.stages.find(({ name }) => name === own.stage);
      if (!stage) return own;
      const group = groups.get(stageGroup(workflow.name, stage.name));
      const topic = group?.topics.find((one) => one.topic === stage.topic);
      return {
        ...own,
        ...measured(group, topic),
        ...stageScaling({ workflow: workflow.name, stage: stage.name }, report, group, topic),
      };
    }),
  };
}

function measured(group: GroupLag | undefined, topic: TopicLag | undefined) {
  return {
    members: group?.members ?? null,
    unownedPartitions: topic?.unowned ?? null,
    partitions: (topic?.partitions ?? []).map(({ committed, end, ...rest }) => ({
      ...rest,
      committed: committed === null ? null : String(committed),
      end: end === null ? null : String(end),
    })),
  };
}
