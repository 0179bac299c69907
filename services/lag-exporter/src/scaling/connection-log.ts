import type { Logger } from '@cupcakery/kit/log';
import { ApiError } from '../kubernetes/api-server.ts';
import type { WatchEvents } from '../kubernetes/list-and-watch.ts';

/** Logs one line for all watches when the connection is lost, when rights are missing, and when it recovers. */
export function createConnectionLog(log: Logger): { eventsOf(path: string): WatchEvents } {
  const lost = new Set<string>();
  let hasLoggedLost = false;
  let hasLoggedForbidden = false;
  let hasLoggedUnreadable = false;

  return {
    eventsOf: (path) => ({
      onConnected() {
        lost.delete(path);
        if (lost.size > 0 || !(hasLoggedLost || hasLoggedForbidden)) return;
        hasLoggedLost = false;
        hasLoggedForbidden = false;
        log.info({}, 'Kubernetes responds again: scaling is explained');
      },
      onLost(err) {
        lost.add(path);
        if (err instanceof ApiError && (err.code === 401 || err.code === 403)) {
          if (!hasLoggedForbidden) {
            log.error(
              { path, why: err.message },
              'scaling cannot be explained: give the service account a role with get, list and watch on deployments, horizontalpodautoscalers and pods; where it holds in some namespaces only, name them in SCALING_NAMESPACES',
            );
          }
          hasLoggedForbidden = true;
          return;
        }
        log[hasLoggedLost ? 'debug' : 'warn'](
          { path, err },
          'Kubernetes does not respond, so scaling cannot be explained; retrying',
        );
        hasLoggedLost = true;
      },
      onUnreadable(why) {
        log[hasLoggedUnreadable ? 'debug' : 'warn'](
          { path, why },
          'an object of a stage cannot be read and is left out; others are logged at level debug',
        );
        hasLoggedUnreadable = true;
      },
    }),
  };
}
