import type { Logger } from '@cupcakery/kit/log';
import type { z } from 'zod';
import { type ApiServer, clusterApiServer } from '../kubernetes/api-server.ts';
import { startListAndWatch, type WatchedObjects } from '../kubernetes/list-and-watch.ts';
import { createConnectionLog } from './connection-log.ts';
import { explainStages, type LastLag } from './explain-stages.ts';
import { autoscalerSchema } from './objects/autoscaler.ts';
import { deploymentSchema } from './objects/deployment.ts';
import { podSchema } from './objects/pod.ts';
import { stageSelector } from './objects/stage-object.ts';
import type { StageScaling } from './reasons/explain-stage.ts';

/** The explained replicas of all stages. `stale`: Kubernetes does not respond, these are the last ones known. */
export type ScalingReport = { stale: boolean; stages: StageScaling[] };

export type ScalingWatch = {
  /** Explains what is known now. */
  latest(): ScalingReport;
  stop(): Promise<void>;
};

export type ScalingOptions = {
  /** Empty: all. */
  namespaces: readonly string[];
  /** After this time without Kubernetes the report is marked stale. */
  staleAfterMs: number;
  /** The last lag, for partitions and dependencies. */
  lag: () => LastLag;
  log: Logger;
  /** By default that of this cluster. */
  api?: ApiServer;
  retry?: { min: number; max: number };
  now?: () => number;
};

/** Watches the Deployments, autoscalers and pods of stages until stopped. Never waits for Kubernetes. */
export function startScalingWatch(options: ScalingOptions): ScalingWatch {
  const { log, lag, staleAfterMs, api = clusterApiServer(stageSelector), retry, now = Date.now } = options;
  const connection = createConnectionLog(log);
  let lastWarning = '';

  function watchAll<T>(group: string, resource: string, schema: z.ZodType<T>): WatchedObjects<T>[] {
    const paths =
      options.namespaces.length === 0
        ? [`${group}/${resource}`]
        : options.namespaces.map(
            (namespace) => `${group}/namespaces/${encodeURIComponent(namespace)}/${resource}`,
          );
    return paths.map((path) =>
      startListAndWatch({
        api,
        path,
        schema,
        now,
        ...(retry ? { retry } : {}),
        ...connection.eventsOf(path),
      }),
    );
  }
  const deployments = watchAll('/apis/apps/v1', 'deployments', deploymentSchema);
  const autoscalers = watchAll('/apis/autoscaling/v2', 'horizontalpodautoscalers', autoscalerSchema);
  const pods = watchAll('/api/v1', 'pods', podSchema);
  const all = [...deployments, ...autoscalers, ...pods];

  /** Explanations need all objects: before its autoscaler is listed a stage seems to have none. */
  const isListed = () => all.every((one) => one.values() !== undefined);
  const isLost = () =>
    all.some(({ lostSince }) => lostSince !== undefined && now() - lostSince > staleAfterMs);

  return {
    latest() {
      if (!isListed()) return { stale: true, stages: [] };
      const objects = {
        deployments: valuesOf(deployments),
        autoscalers: valuesOf(autoscalers),
        pods: valuesOf(pods),
      };
      const { stages, ambiguous } = explainStages(objects, lag(), now());
      const warning = ambiguous.join('; ');
      if (warning !== lastWarning && warning !== '') {
        log.warn(
          { stages: ambiguous },
          'several Deployments work for one stage, so its replicas are not explained; name the namespace in SCALING_NAMESPACES',
        );
      }
      lastWarning = warning;
      return { stale: isLost(), stages };
    },
    async stop() {
      await Promise.all(all.map((one) => one.stop()));
    },
  };
}

function* valuesOf<T>(all: readonly WatchedObjects<T>[]): Generator<T> {
  for (const one of all) yield* one.values() ?? [];
}
