import { writeCommitMetadata } from '@cupcakery/kit/kafka/consume/commit-metadata';

/** What is committed: everything below `offset` is finished, and what `metadata` names above it. */
export type CommitPoint = {
  readonly offset: number;
  readonly metadata: string;
  /** What `metadata` remembers. */
  readonly since: number | undefined;
};

/** Why the tickets of a stage wait, as commits report it. */
export type Standing = {
  /** The target of the work does not answer. */
  targetDown?: boolean;
  /** People have paused the work. */
  paused?: boolean;
};

/**
 * What of one partition is finished. The commit point is the lowest offset that is not; what is finished
 * above it travels in the commit's metadata, so that a restart repeats little.
 */
export type OffsetTracker = {
  /** Takes note of the next ticket; false when it was finished before the restart. Offsets must ascend. */
  see(offset: number): boolean;
  /** Everything below `next` has been seen: tickets, markers, aborted and compacted records. */
  advance(next: number): void;
  /** @param offset one that was seen; again is harmless */
  finish(offset: number): void;
  readonly oldestUnfinished: number | undefined;
  /**
   * The same object as long as nothing changes.
   * @param standing what the commit is to say of why nothing moves
   * @param since an offset that the commits are to remember
   */
  commitPoint(standing?: Standing, since?: number): CommitPoint;
};

/** No more finished offsets than these fit into a commit's metadata. */
const maxNamed = 2000;

/** @param finished offsets that a commit's metadata named */
export function createOffsetTracker(from: number, finished: ReadonlySet<number> = new Set()): OffsetTracker {
  let next = from;
  // Those taken from the front of `seen` are finished; `done` holds the finished ones behind them.
  const seen = createAscending();
  const done = createAscending();
  let point: (CommitPoint & { targetDown: boolean; paused: boolean }) | undefined;

  function settle(): void {
    while (seen.first !== undefined && seen.first === done.first) {
      seen.removeFirst();
      done.removeFirst();
    }
  }

  return {
    see(offset) {
      seen.add(offset);
      point = undefined;
      if (!finished.has(offset)) return true;
      done.add(offset);
      settle();
      return false;
    },
    advance(to) {
      if (to <= next) return;
      next = to;
      point = undefined;
    },
    finish(offset) {
      if (seen.first === undefined || offset < seen.first) return;
      done.add(offset);
      settle();
      point = undefined;
    },
    get oldestUnfinished() {
      return seen.first;
    },
    commitPoint({ targetDown = false, paused = false } = {}, since) {
      const isSame = point?.targetDown === targetDown && point.paused === paused && point.since === since;
      if (point && isSame) return point;
      const offset = seen.first ?? next;
      const named = new Set(done.lowest(maxNamed));
      const metadata = writeCommitMetadata(offset, { finished: named, targetDown, paused, since });
      point = { offset, metadata, targetDown, paused, since };
      return point;
    },
  };
}

/**
 * A set of numbers in ascending order. A manual stage may hold 200,000 tickets and finish them in any order: an insertion
 * moves memory, but nothing is ever sorted.
 */
function createAscending() {
  let numbers: number[] = [];
  let head = 0;

  /** Index of the first number that is not below `value`. */
  function indexOf(value: number): number {
    let low = head;
    let high = numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    get first(): number | undefined {
      return numbers[head];
    },
    add(value: number): void {
      if (value > (numbers.at(-1) ?? Number.NEGATIVE_INFINITY)) {
        numbers.push(value);
        return;
      }
      const index = indexOf(value);
      if (numbers[index] !== value) numbers.splice(index, 0, value);
    },
    removeFirst(): void {
      head += 1;
      if (head <= 1000 || head * 2 <= numbers.length) return;
      numbers = numbers.slice(head);
      head = 0;
    },
    lowest: (count: number): number[] => numbers.slice(head, head + count),
  };
}
