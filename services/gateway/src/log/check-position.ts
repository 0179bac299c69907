import { decodeCursor, type Position } from './cursor.ts';
import type { Feed } from './feed.ts';
import { cursorExpired } from './feed-error.ts';

/** Where a stream resumes, and whether the ring reaches back that far or the log must be read. */
export type ResumePosition = {
  position: Position;
  from: 'ring' | 'log';
  /** ms since 1970: a record from before shows that the offsets are older than the cursor says. */
  oldest: number;
};

/**
 * How much older than its time the first record after a cursor may be: the gateway may have been that far behind the log,
 * transactions take a while, and clocks differ.
 */
const marginMs = 600_000;

/**
 * Checks that a stream can resume from a cursor. Within the resume window compaction has removed nothing yet; what
 * the ring received live stays complete, however old the cursor is.
 * @param sync brings the feed to the present end of the log: another gateway may have been ahead of this one
 * @param now ms since 1970
 * @throws FeedError CURSOR_EXPIRED
 */
export async function checkPosition(
  feed: Pick<Feed<unknown>, 'origin' | 'offsets' | 'ring' | 'startedAt' | 'resumeWindowMs'>,
  cursor: string,
  sync: () => Promise<void>,
  now: number,
): Promise<ResumePosition> {
  const position = decodeCursor(cursor);
  if (!position) throw cursorExpired('it is not one of ours');
  if (position.origin !== feed.origin || position.offsets.length !== feed.offsets.length) {
    throw cursorExpired('it is from another cluster, or from other topics');
  }
  const ahead = () => position.offsets.some((offset, p) => offset > (feed.offsets[p] ?? 0));
  if (ahead()) {
    await sync();
    if (ahead()) throw cursorExpired('the log ends before it');
  }
  const { resumeWindowMs } = feed;
  const time = position.time * 1000;
  // Cursors are not signed: one of this minute with the offsets of last month would have the whole log read.
  const oldest = Math.min(time, now) - marginMs;
  if (feed.ring.covers(position.offsets) && time > feed.startedAt - resumeWindowMs) {
    return { position, from: 'ring', oldest };
  }
  if (time > now - resumeWindowMs) return { position, from: 'log', oldest };
  throw cursorExpired(
    resumeWindowMs > 0
      ? `it is older than ${resumeWindowMs / 60_000} minutes`
      : 'the topics may have lost changes since: they are compacted at once',
  );
}
