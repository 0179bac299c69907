import { stageGroup } from '@cupcakery/workflow/file/topic-names';
import type { LagReport, TopicLag } from '../lag/report.ts';
import type { AutoscalerFacts } from './autoscaler.ts';
import type { DeploymentFacts } from './deployment.ts';
import { explainStage, type StageScaling } from './explain.ts';
import type { PodFacts } from './pod.ts';

/** What the API server tells of stages. */
export type StageObjects = {
  deployments: Iterable<DeploymentFacts>;
  autoscalers: Iterable<AutoscalerFacts>;
  pods: Iterable<PodFacts>;
};

/** @property isStale whether the report is too old to say that a dependency is down */
export type LastLag = { report: LagReport | undefined; isStale: boolean };

export type ExplainedStages = {
  stages: StageScaling[];
  /** Stages that several Deployments work for: which one a group's lag is of cannot be told, so they are left out. */
  ambiguous: string[];
};

/** Brings together what belongs to a stage, and explains each. In the order of their names. */
export function explainStages(objects: StageObjects, lag: LastLag, now: number): ExplainedStages {
  const autoscalers = new Map<string, AutoscalerFacts>();
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
        now,
      }),
    );
  }
  return { stages, ambiguous };
}

/** A group that read another topic once still has commits there; then the autoscaler's metric tells which it is. */
function topicOf(topics: readonly TopicLag[], autoscaler: AutoscalerFacts | undefined): TopicLag | undefined {
  const named = autoscaler?.metrics.find(({ labels }) => labels.topic !== undefined)?.labels.topic;
  if (named !== undefined) return topics.find(({ topic }) => topic === named);
  return topics.length === 1 ? topics[0] : undefined;
}
