import type { Logger } from '@cupcakery/kit/log';
import type { z } from 'zod';
import { ApiError, type ApiServer, clusterApiServer } from './api-server.ts';
import { autoscalerSchema } from './autoscaler.ts';
import { deploymentSchema } from './deployment.ts';
import type { StageScaling } from './explain.ts';
import { type FollowEvents, type Following, follow } from './follow.ts';
import { podSchema } from './pod.ts';
import { explainStages, type LastLag } from './stages.ts';

/** The explained replicas of all stages. `stale`: Kubernetes does not answer, these are the last ones known. */
export type ScalingReport = { stale: boolean; stages: StageScaling[] };

export type ScalingWatch = {
  /** Explains what is known now. */
  latest(): ScalingReport;
  stop(): Promise<void>;
};

export type ScalingOptions = {
  /** Empty: all that there are. */
  namespaces: readonly string[];
  /** Without Kubernetes for so long, what was explained is not to be acted upon. */
  staleAfterMs: number;
  /** The last lag, for partitions and dependencies. */
  lag: () => LastLag;
  log: Logger;
  /** The one of this cluster by default. */
  api?: ApiServer;
  retry?: { min: number; max: number };
  now?: () => number;
};

/** Watches the Deployments, autoscalers and pods of stages, until stopped. Never waits for Kubernetes. */
export function watchScaling(options: ScalingOptions): ScalingWatch {
  const { log, lag, staleAfterMs, api = clusterApiServer(), retry, now = Date.now } = options;
  const connection = createConnectionLog(log);
  let told = '';

  function followAll<T>(group: string, resource: string, schema: z.ZodType<T>): Following<T>[] {
    const paths =
      options.namespaces.length === 0
        ? [`${group}/${resource}`]
        : options.namespaces.map(
            (namespace) => `${group}/namespaces/${encodeURIComponent(namespace)}/${resource}`,
          );
    return paths.map((path) =>
      follow({ api, path, schema, now, ...(retry ? { retry } : {}), ...connection.eventsOf(path) }),
    );
  }
  const deployments = followAll('/apis/apps/v1', 'deployments', deploymentSchema);
  const autoscalers = followAll('/apis/autoscaling/v2', 'horizontalpodautoscalers', autoscalerSchema);
  const pods = followAll('/api/v1', 'pods', podSchema);
  const all = [...deployments, ...autoscalers, ...pods];

  /** Half of the objects explain nothing right: without its autoscaler a stage seems to have none. */
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
      const twice = ambiguous.join('; ');
      if (twice !== told && twice !== '') {
        log.warn(
          { stages: ambiguous },
          'several Deployments work for one stage, so its replicas are not told; name the namespace in SCALING_NAMESPACES',
        );
      }
      told = twice;
      return { stale: isLost(), stages };
    },
    async stop() {
      await Promise.all(all.map((one) => one.stop()));
    },
  };
}

function* valuesOf<T>(all: readonly Following<T>[]): Generator<T> {
  for (const one of all) yield* one.values() ?? [];
}

/** One line when the connection goes, one when rights are missing, one when all is well again; not one a watch. */
function createConnectionLog(log: Logger): { eventsOf(path: string): FollowEvents } {
  const lost = new Set<string>();
  let isToldLost = false;
  let isToldForbidden = false;
  let isToldUnreadable = false;

  return {
    eventsOf: (path) => ({
      onConnected() {
        lost.delete(path);
        if (lost.size > 0 || !(isToldLost || isToldForbidden)) return;
        isToldLost = false;
        isToldForbidden = false;
        log.info({}, 'Kubernetes tells again what scaling is explained from');
      },
      onLost(err) {
        lost.add(path);
        if (err instanceof ApiError && (err.code === 401 || err.code === 403)) {
          if (!isToldForbidden) {
            log.error(
              { path, why: err.message },
              'scaling cannot be explained: give the service account a role with get, list and watch on deployments, horizontalpodautoscalers and pods; where it holds in some namespaces only, name them in SCALING_NAMESPACES',
            );
          }
          isToldForbidden = true;
          return;
        }
        log[isToldLost ? 'debug' : 'warn'](
          { path, err },
          'Kubernetes does not tell what scaling is explained from; trying again',
        );
        isToldLost = true;
      },
      onUnreadable(why) {
        log[isToldUnreadable ? 'debug' : 'warn'](
          { path, why },
          'an object of a stage cannot be read and is left out; others are told at level debug',
        );
        isToldUnreadable = true;
      },
    }),
  };
}
