import { onAbort } from './on-abort.ts';

/** Lets at most so many holders in at once; the others wait in the order of their calls. */
export type Semaphore = {
  /**
   * Resolves with the function that releases the slot; calling it again does nothing.
   * @throws the signal's reason when it is aborted before there is a slot
   */
  acquire(signal?: AbortSignal): Promise<() => void>;
  /** Runs `work` while it holds a slot. */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
};

export function createSemaphore(slots: number): Semaphore {
  let free = slots;
  const waiting = new Set<(release: () => void) => void>();

  function releaseOnce(): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const [next] = waiting;
      if (!next) {
        free += 1;
        return;
      }
      waiting.delete(next);
      next(releaseOnce());
    };
  }

  async function acquire(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return releaseOnce();
    }
    const { promise, resolve, reject } = Promise.withResolvers<() => void>();
    waiting.add(resolve);
    const removeListener =
      signal &&
      onAbort(signal, () => {
        if (waiting.delete(resolve)) reject(signal.reason);
      });
    try {
      return await promise;
    } finally {
      removeListener?.();
    }
  }

  return {
    acquire,
    async run(work, signal) {
      const release = await acquire(signal);
      try {
        return await work();
      } finally {
        release();
      }
    },
  };
}

/** One holder at a time. */
export const createMutex = (): Semaphore => createSemaphore(1);
