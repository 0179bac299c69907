import { z } from 'zod';
import {
  condition,
  conditionOf,
  firstSentence,
  listOf,
  type StageObject,
  stageObject,
} from './stage-object.ts';

/** Of a Deployment what explains its replicas. */
export type DeploymentFacts = StageObject & {
  /** Replicas that it is told to have. */
  asked: number;
  /** Its roll-outs are paused; its replicas can still change. */
  paused: boolean;
  /** Pods that exist, are ready, are of the present version; undefined before its controller has looked. */
  exists: number | undefined;
  ready: number | undefined;
  updated: number | undefined;
  /** Why pods cannot be made, such as a quota. */
  failure: string | undefined;
};

const count = z.number().default(0);

/** A Deployment of `apps/v1`, cut down to its facts. */
export const deploymentSchema = z
  .object({
    metadata: stageObject,
    spec: z.object({ replicas: z.number().default(1), paused: z.boolean().default(false) }),
    status: z
      .object({
        observedGeneration: z.number().optional(),
        // 0 is left out.
        replicas: count,
        readyReplicas: count,
        updatedReplicas: count,
        conditions: listOf(condition),
      })
      .optional(),
  })
  .transform(({ metadata, spec, status }): DeploymentFacts => {
    const seen = status?.observedGeneration === undefined ? undefined : status;
    const failed = seen && conditionOf(seen, 'ReplicaFailure');
    return {
      ...metadata,
      asked: spec.replicas,
      paused: spec.paused,
      exists: seen?.replicas,
      ready: seen?.readyReplicas,
      updated: seen?.updatedReplicas,
      // `pods "bake-7d9c-" is forbidden: exceeded quota: …`: who is refused is known.
      failure:
        failed?.status === 'True'
          ? firstSentence(failed.message.replace(/^.* is forbidden: /, ''))
          : undefined,
    };
  });
