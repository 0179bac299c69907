import { type Pause, stageKey } from '@cupcakery/workflow/contracts/control';
import { expectedSeconds, type Stage, type Workflow } from '@cupcakery/workflow/file/workflow-file';
import { estimateOfNew } from '@cupcakery/workflow/views/estimate';
import { getOrThrow } from '../context/context.ts';
import type { StageSource } from '../context/sources.ts';
import type { Pause as GraphqlPause, Resolvers, StageMode } from '../generated/resolvers.ts';
import { describeEstimate } from './describe-estimate.ts';

const modes: Record<Stage['mode'], StageMode> = { timer: 'TIMER', http: 'HTTP', manual: 'MANUAL' };

/** Resolvers of `Workflow` and `Stage`; a field without one is the property of the same name. */
export const workflowTypes: Pick<Resolvers, 'Workflow' | 'Stage'> = {
  Workflow: {
    promiseSeconds: (workflow) => workflow.promise,
    recallForSeconds: (workflow) => workflow.recallFor,
    stages: stagesOf,
    translations: ({ translations }, { language }) =>
      Object.hasOwn(translations, language) ? (translations[language] ?? {}) : {},
    // Without names: what is answered here may be anybody's.
    intakePaused: ({ name }, _args, { pauses }) => withoutName(getOrThrow(pauses, name).of('intake')),
    estimate: (workflow, _args, { stats, now }) =>
      describeEstimate(estimateOfNew(workflow, getOrThrow(stats, workflow.name).paceOf, now())),
  },
  Stage: {
    mode: (stage) => modes[stage.mode],
    expectedSeconds: (stage) => expectedSeconds(stage) || null,
    targetSeconds: (stage) => stage.target ?? null,
    paused: ({ workflow, name }, _args, { pauses }) =>
      withoutName(getOrThrow(pauses, workflow).of(stageKey(name))),
    doing: (stage) => stage.doing ?? null,
    outcomes: (stage) => stage.outcomes ?? [],
    recentSeconds: async (stage, _args, { stats }) =>
      (await stats.get(stage.workflow)?.recentSeconds(stage.name)) ?? null,
  },
};

function withoutName(pause: Pause | undefined): GraphqlPause | null {
  return pause ? { reason: pause.reason, by: null, at: pause.at } : null;
}

function stagesOf({ name, stages }: Workflow): StageSource[] {
  return stages.map((stage) => ({ ...stage, workflow: name }));
}
