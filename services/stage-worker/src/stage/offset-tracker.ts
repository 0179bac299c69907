import { writeCommitMetadata } from '@cupcakery/kit/kafka/consume/commit-metadata';

/**
 * What of one partition is finished. The commit point is the lowest offset that is not; what is finished
 * above it travels in the commit's metadata, so that a restart repeats little.
 */
export type OffsetTracker = {
  /** Takes note of the next ticket; false when it was finished before the restart. Offsets must ascend. */
  see(offset: number): boolean;
  /** Everything below `next` has been seen: tickets, markers, aborted and compacted records. */
  advance(next: number): void;
  finish(offset: number): void;
  readonly oldestUnfinished: number | undefined;
  /** @param targetDown whether the commit is to say that the target of the work does not answer */
  commitPoint(targetDown?: boolean): { offset: number; metadata: string };
};

/** @param finished offsets that a commit's metadata named */
export function createOffsetTracker(from: number, finished: ReadonlySet<number> = new Set()): OffsetTracker {
  let next = from;
  // Offsets seen, ascending; those before `head` are finished. `done` holds the finished ones behind it.
  let seen: number[] = [];
  let head = 0;
  const done = new Set<number>();

  function settle(): void {
    for (let offset = seen[head]; offset !== undefined && done.has(offset); offset = seen[head]) {
      done.delete(offset);
      head += 1;
    }
    if (head > 1000 && head * 2 > seen.length) {
      seen = seen.slice(head);
      head = 0;
    }
  }

  return {
    see(offset) {
      seen.push(offset);
      if (!finished.has(offset)) return true;
      done.add(offset);
      settle();
      return false;
    },
    advance(to) {
      next = Math.max(next, to);
    },
    finish(offset) {
      done.add(offset);
      settle();
    },
    get oldestUnfinished() {
      return seen[head];
    },
    commitPoint(targetDown = false) {
      const offset = seen[head] ?? next;
      return { offset, metadata: writeCommitMetadata(offset, { finished: done, targetDown }) };
    },
  };
}
