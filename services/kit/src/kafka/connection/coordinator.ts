import { retry } from '../../tools/retry.ts';
import { isCoordinatorMoved } from './errors.ts';
import { coordinatorTypes } from './kafkajs-requests.ts';
import type { Broker, Cluster } from './kafkajs-types.ts';

/** Finds and caches the broker that coordinates a group or a transactional id. */
export type Coordinator = {
  /** Runs a request on the coordinator; looks it up again and retries while it moves, at most `attempts` times. */
  request<T>(request: (broker: Broker) => Promise<T>, attempts?: number): Promise<T>;
  /** The next request looks the coordinator up again. */
  invalidate(): void;
};

/**
 * kafkajs looks up the coordinator before every transactional call (three more round trips per transaction), but a
 * coordinator seldom moves, and its old broker answers with an error when it has.
 * @param signal when aborted, nothing is retried any more
 */
export function createCoordinator(
  cluster: Cluster,
  kind: 'group' | 'transaction',
  id: string,
  signal?: AbortSignal,
): Coordinator {
  let known: Promise<Broker> | undefined;
  const find = () => {
    known ??= cluster.findGroupCoordinator({ groupId: id, coordinatorType: coordinatorTypes[kind] });
    known.catch(() => {
      known = undefined;
    });
    return known;
  };
  async function requestOnce<T>(request: (broker: Broker) => Promise<T>): Promise<T> {
    try {
      return await request(await find());
    } catch (error) {
      // Also after the last attempt: the next request is to look it up.
      if (isCoordinatorMoved(error)) known = undefined;
      throw error;
    }
  }
  return {
    request: (request, attempts = 8) =>
      retry(() => requestOnce(request), {
        backoff: { min: 10, max: 500 },
        attempts,
        signal,
        isRetryable: isCoordinatorMoved,
      }),
    invalidate() {
      known = undefined;
    },
  };
}
