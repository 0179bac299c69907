import { z } from 'zod';
import {
  condition,
  conditionOf,
  firstSentence,
  listOf,
  type StageObject,
  stageObject,
} from './stage-object.ts';

/** What explains the replicas of a Deployment. */
export type DeploymentStatus = StageObject & {
  /** Replicas in its spec. */
  desired: number;
  /** Its roll-outs are paused; its replicas can still change. */
  paused: boolean;
  /** Pods that exist, are ready, are of the present version; undefined before its controller has observed it. */
  current: number | undefined;
  ready: number | undefined;
  updated: number | undefined;
  /** Why pods cannot be created, such as a quota. */
  failure: string | undefined;
};

const count = z.number().default(0);

/** A Deployment of `apps/v1`, reduced to its status here. */
export const deploymentSchema = z
  .object({
    metadata: stageObject,
    spec: z.object({ replicas: z.number().default(1), paused: z.boolean().default(false) }),
    status: z
      .object({
        observedGeneration: z.number().optional(),
        // The API omits 0.
        replicas: count,
        readyReplicas: count,
        updatedReplicas: count,
        conditions: listOf(condition),
      })
      .optional(),
  })
  .transform(({ metadata, spec, status }): DeploymentStatus => {
    const seen = status?.observedGeneration === undefined ? undefined : status;
    const failed = seen && conditionOf(seen, 'ReplicaFailure');
    return {
      ...metadata,
      desired: spec.replicas,
      paused: spec.paused,
      current: seen?.replicas,
      ready: seen?.readyReplicas,
      updated: seen?.updatedReplicas,
      // `pods "bake-7d9c-" is forbidden: exceeded quota: …`: the pod's name adds nothing.
      failure:
        failed?.status === 'True'
          ? firstSentence(failed.message.replace(/^.* is forbidden: /, ''))
          : undefined,
    };
  });
