import { expectedSeconds, type Stage, type Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { Resolvers, StageMode } from '../generated/resolvers.ts';

/** A stage and the name of the workflow it belongs to. */
export type StageSource = Stage & { workflow: string };

const modes: Record<Stage['mode'], StageMode> = { timer: 'TIMER', http: 'HTTP', manual: 'MANUAL' };

/** How workflows answer; what is not here is read off the object by its own name. */
export const workflowTypes: Pick<Resolvers, 'Workflow' | 'Stage'> = {
  Workflow: {
    promiseSeconds: (workflow) => workflow.promise,
    recallForSeconds: (workflow) => workflow.recallFor,
    stages: stagesOf,
  },
  Stage: {
    mode: (stage) => modes[stage.mode],
    expectedSeconds: (stage) => expectedSeconds(stage) || null,
    targetSeconds: (stage) => stage.target ?? null,
    outcomes: (stage) => stage.outcomes ?? [],
    recentSeconds: async (stage, _args, { stats }) =>
      (await stats.get(stage.workflow)?.recentSeconds(stage.name)) ?? null,
  },
};

function stagesOf({ name, stages }: Workflow): StageSource[] {
  return stages.map((stage) => ({ ...stage, workflow: name }));
}
