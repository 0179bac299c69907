/** What a stage-worker commits beside its offset; the lag exporter reads it too. */
export type CommitMetadata = {
  /** Offsets above the committed one that are finished already, so that a restart repeats little. */
  finished: ReadonlySet<number>;
  /** The target of the work does not answer: records wait, and more consumers would not help. */
  targetDown: boolean;
  /** People have paused the work: records wait, and more consumers would not help. */
  paused?: boolean | undefined;
  /** An offset from which on the consumer works by another rule; undefined where no commit has said so. */
  since?: number | undefined;
};

/** Bytes of commit metadata that a broker accepts by default are 4096. */
const maxMetadata = 4000;
const downMark = 'down;';
const pausedMark = 'paused;';
const format = /^(down;)?(paused;)?(?:s:([0-9a-z]+);)?(?:f:([0-9a-z,]*))?$/;

/**
 * Writes `down;` while the target is down, `paused;` while the work is paused, `s:<offset>;` for `since`, and the finished offsets as `f:<delta>,<delta>`
 * above the committed one, as many of the lowest as fit; numbers in base 36. The text is empty without any of them.
 * A worker from before a mark takes marked metadata for foreign: it repeats what was finished above the offset,
 * which is harmless, since a visit is completed once.
 */
export function writeCommitMetadata(
  offset: number,
  { finished, targetDown, paused = false, since }: CommitMetadata,
): string {
  const mark = `${targetDown ? downMark : ''}${paused ? pausedMark : ''}${since === undefined ? '' : `s:${since.toString(36)};`}`;
  const deltas: string[] = [];
  let length = mark.length + 'f:'.length;
  for (const one of [...finished].sort((a, b) => a - b)) {
    const delta = (one - offset).toString(36);
    length += delta.length + 1;
    if (length > maxMetadata) break;
    deltas.push(delta);
  }
  return deltas.length === 0 ? mark : `${mark}f:${deltas.join(',')}`;
}

/** Reads what `writeCommitMetadata` wrote; foreign metadata counts as empty. */
export function readCommitMetadata(offset: number, metadata: string): CommitMetadata {
  const [, mark, pause, since, deltas = ''] = format.exec(metadata) ?? [];
  const finished = deltas.split(',').filter(Boolean);
  return {
    finished: new Set(finished.map((delta) => offset + Number.parseInt(delta, 36))),
    targetDown: mark !== undefined,
    ...(pause === undefined ? {} : { paused: true }),
    ...(since === undefined ? {} : { since: Number.parseInt(since, 36) }),
  };
}
