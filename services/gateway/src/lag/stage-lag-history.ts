import { stageGroup } from '@cupcakery/workflow/file/topic-names';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { LagHistory } from './lag-report.ts';

/** The tickets that waited at one stage over the last hour; times are RFC 3339, null is unknown. */
export type StageLagHistory = {
  stage: string;
  points: { at: string; lag: number | null; oldestAgeSeconds: number | null }[];
};

/** The history of each stage, in the order of the workflow; a stage without one has no points. */
export function stageHistories(workflow: Workflow, { topics }: LagHistory): StageLagHistory[] {
  return workflow.stages.map((stage) => {
    const own = topics.find(
      (t) => t.group === stageGroup(workflow.name, stage.name) && t.topic === stage.topic,
    );
    return {
      stage: stage.name,
      points: (own?.points ?? []).map(({ at, lag, records, oldestAgeSeconds }) => ({
        at: new Date(at).toISOString(),
        // Offsets count the markers of transactions too; they are all that an older exporter knows.
        lag: records === undefined ? lag : records,
        oldestAgeSeconds,
      })),
    };
  });
}
