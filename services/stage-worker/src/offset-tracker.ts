/** Bytes of commit metadata that a broker accepts by default are 4096. */
const maxMetadata = 4000;

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
  commitPoint(): { offset: number; metadata: string };
};

/** @param finished offsets that a commit's metadata named, from `readMetadata` */
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
    commitPoint() {
      const offset = seen[head] ?? next;
      return { offset, metadata: writeMetadata(offset, done) };
    },
  };
}

/** Offsets above the commit point as `f:<delta>,<delta>` in base 36; as many of the lowest as fit. */
function writeMetadata(offset: number, done: ReadonlySet<number>): string {
  if (done.size === 0) return '';
  let text = 'f:';
  for (const finished of [...done].sort((a, b) => a - b)) {
    const part = (finished - offset).toString(36);
    if (text.length + part.length + 1 > maxMetadata) break;
    text += text.length > 2 ? `,${part}` : part;
  }
  return text;
}

/** The finished offsets that a commit's metadata names; foreign metadata names none. */
export function readMetadata(offset: number, metadata: string): Set<number> {
  if (!/^f:[0-9a-z,]*$/.test(metadata)) return new Set();
  const deltas = metadata.slice(2).split(',').filter(Boolean);
  return new Set(deltas.map((part) => offset + Number.parseInt(part, 36)));
}
