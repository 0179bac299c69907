import { stageGroup } from '@cupcakery/workflow/file/topic-names';
import type { LagReport, TopicLag } from '../lag/report.ts';
import type { AutoscalerStatus } from './objects/autoscaler.ts';
import type { DeploymentStatus } from './objects/deployment.ts';
import type { PodStatus } from './objects/pod.ts';
import { explainStage, type StageScaling } from './reasons/explain-stage.ts';

/** The objects of all stages in the API server. */
export type StageObjects = {
  deployments: Iterable<DeploymentStatus>;
  autoscalers: Iterable<AutoscalerStatus>;
  pods: Iterable<PodStatus>;
};

/** `isStale`: the report is too old to conclude that a dependency is down, or the stage paused. */
export type LastLag = { report: LagReport | undefined; isStale: boolean };

export type ExplainedStages = {
  stages: StageScaling[];
  /** Stages with several Deployments: the group's lag cannot be attributed to one of them, so they are left out. */
  ambiguous: string[];
};

/** Joins the objects of each stage and explains it, in the order of the stages' names. */
export function explainStages(objects: StageObjects, lag: LastLag, now: number): ExplainedStages {
  const autoscalers = new Map<string, AutoscalerStatus>();
  for (const one of objects.autoscalers) {
    if (one.deployment !== undefined) autoscalers.set(`${one.namespace}/${one.deployment}`, one);
  }
  const pods = Map.groupBy(
    objects.pods,
    ({ namespace, workflow, stage }) => `${namespace}/${workflow}/${stage}`,
  );
  const groups = new Map(lag.report?.groups.map(({ group, topics }) => [group, topics]));
  const byGroup = Map.groupBy(objects.deployments, ({ workflow, stage }) => stageGroup(workflow, stage));
  const stages: StageScaling[] = [];
  const ambiguous: string[] = [];
  for (const group of [...byGroup.keys()].sort()) {
    const [deployment, ...others] = byGroup.get(group) ?? [];
    if (!deployment) continue;
    if (others.length > 0) {
      const names = [deployment, ...others].map(({ namespace, name }) => `${namespace}/${name}`);
      ambiguous.push(`${group} (${names.sort().join(', ')})`);
      continue;
    }
    const { namespace, workflow, stage } = deployment;
    const autoscaler = autoscalers.get(`${namespace}/${deployment.name}`);
    const topic = topicOf(groups.get(group) ?? [], autoscaler);
    stages.push(
      explainStage({
        deployment,
        autoscaler,
        pods: pods.get(`${namespace}/${workflow}/${stage}`) ?? [],
        partitions: topic?.partitions.length,
        dependencyDown: !lag.isStale && topic?.dependencyDown === true,
        paused: !lag.isStale && topic?.paused === true,
        now,
      }),
    );
  }
  return { stages, ambiguous };
}

/** A group that once read another topic still has commits there; then the autoscaler's metric names the right one. */
function topicOf(
  topics: readonly TopicLag[],
  autoscaler: AutoscalerStatus | undefined,
): TopicLag | undefined {
  const named = autoscaler?.metrics.find(({ labels }) => labels.topic !== undefined)?.labels.topic;
  if (named !== undefined) return topics.find(({ topic }) => topic === named);
  return topics.length === 1 ? topics[0] : undefined;
}
