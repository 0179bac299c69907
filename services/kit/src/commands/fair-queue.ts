/** Releases a slot; calling it again does nothing. */
export type Release = () => void;

/** The queue is full, and this caller has the largest part of it. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull';
}

/**
 * Slots for work, shared fairly by caller: while there are none, callers are served in turn, one of each, however many each
 * has waiting. So whoever sends thousands waits for their own, and others wait for one of each.
 */
export type FairQueue = {
  /** Those that work or wait. */
  readonly size: number;
  /**
   * A slot, at once or when it is this caller's turn.
   * @throws QueueFull, also while it waits, when others need the place: the last of the caller with the most goes first
   * @throws the signal's reason when it is aborted before there is a slot
   */
  enter(caller: string, signal?: AbortSignal): Release | Promise<Release>;
};

type Waiting = { resolve: (release: Release) => void; reject: (reason: unknown) => void };

/**
 * @param options.slots how many work at a time
 * @param options.maxWaiting how many wait in all
 */
export function createFairQueue({ slots, maxWaiting }: { slots: number; maxWaiting: number }): FairQueue {
  let free = slots;
  let waiting = 0;
  /** By caller, in the order of their turns; each has at least one. */
  const lines = new Map<string, Waiting[]>();

  function releaseOnce(): Release {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const next = takeNext();
      if (next) next.resolve(releaseOnce());
      else free += 1;
    };
  }

  function takeNext(): Waiting | undefined {
    const [first] = lines;
    if (!first) return undefined;
    const [caller, line] = first;
    const next = line.shift();
    lines.delete(caller);
    if (line.length > 0) lines.set(caller, line);
    waiting -= 1;
    return next;
  }

  function remove(caller: string, one: Waiting): void {
    const line = lines.get(caller);
    const index = line?.indexOf(one) ?? -1;
    if (!line || index < 0) return;
    line.splice(index, 1);
    if (line.length === 0) lines.delete(caller);
    waiting -= 1;
  }

  /** Makes place for one more of a caller, at the cost of whoever has more waiting than it would have then. */
  function makePlaceFor(caller: string): void {
    const own = lines.get(caller)?.length ?? 0;
    let most: [caller: string, line: Waiting[]] | undefined;
    for (const one of lines) if (one[1].length > (most?.[1].length ?? own + 1)) most = one;
    const last = most?.[1].at(-1);
    if (!most || !last) throw new QueueFull();
    remove(most[0], last);
    last.reject(new QueueFull());
  }

  return {
    get size() {
      return slots - free + waiting;
    },
    enter(caller, signal) {
      signal?.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return releaseOnce();
      }
      if (waiting >= maxWaiting) makePlaceFor(caller);
      const { promise, resolve, reject } = Promise.withResolvers<Release>();
      const one = { resolve, reject };
      const line = lines.get(caller);
      if (line) line.push(one);
      else lines.set(caller, [one]);
      waiting += 1;
      signal?.addEventListener('abort', () => {
        remove(caller, one);
        reject(signal.reason);
      });
      return promise;
    },
  };
}
