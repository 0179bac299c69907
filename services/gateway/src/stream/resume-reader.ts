import { createEffectQueue, type StreamPayload } from '../fanout/payload.ts';
import type { StreamLimits } from '../fanout/stream-limits.ts';
import type { ResumePosition } from '../log/check-position.ts';
import { encodeCursor } from '../log/cursor.ts';
import type { Feed } from '../log/feed.ts';
import type { LogReplay } from '../log/log-replay.ts';
import { effectOf, matching, type Selection } from '../selection/selection.ts';
import { createLogScan } from './log-scan.ts';

/** What a subscriber missed that resumes from a cursor: each change once, in order per partition. */
export type ResumeReader<T> = {
  /**
   * The next payload; undefined when the present was reached (check `isCaughtUp`, and call again if it is not). There
   * is always a first one, empty if nothing was missed.
   * @throws FeedError CURSOR_EXPIRED when the log does not have the position
   */
  next(): Promise<StreamPayload<T> | undefined>;
  /** Whether all changes that the feed knows are in payloads. */
  isCaughtUp(): boolean;
  stop(): void;
};

export type ResumeOptions<T> = {
  feed: Feed<T>;
  selection: Selection<T>;
  /** What can match now, each once. */
  candidates(): Iterable<T>;
  single: boolean;
  /** Where to resume (from `checkPosition`). */
  after: ResumePosition;
  openLog(offsets: readonly number[]): Promise<LogReplay<T>>;
  /** Brings the feed to the present end of the log. */
  sync(): Promise<void>;
  limits: Pick<StreamLimits, 'maxPayload' | 'maxSnapshot'>;
};

/** Reads the ring if that reaches back far enough, else the log until the ring does. */
export function createResumeReader<T>(options: ResumeOptions<T>): ResumeReader<T> {
  const { feed, selection, single, limits } = options;
  const { position, from } = options.after;
  const maxPayload = single ? 1 : limits.maxPayload;
  const queue = createEffectQueue<T>();
  /** Everything below is in payloads. */
  const sent = [...position.offsets];
  /** Everything below has been looked at. */
  const scanned = [...position.offsets];
  const log = createLogScan(options, scanned, queue);
  let inLog = from === 'log';
  let seq = feed.ring.oldest;
  let hasBegun = false;
  let stopped = false;

  /** Looks at changes of the ring until a payload is full or the present is reached. */
  function scanRing(): void {
    if (seq < feed.ring.oldest && !feed.ring.covers(scanned)) {
      inLog = true;
      return;
    }
    seq = Math.max(seq, feed.ring.oldest);
    for (; queue.length < maxPayload; seq += 1) {
      const change = feed.ring.get(seq);
      if (!change) return;
      // The log's reader may have been ahead of the feed's.
      if (change.offset < (scanned[change.partition] ?? 0)) continue;
      scanned[change.partition] = change.offset + 1;
      const effect = effectOf(change, selection);
      if (effect) queue.push({ change, effect });
    }
  }

  async function scanLog(): Promise<void> {
    if (!(await log.advance())) return;
    seq = feed.ring.oldest;
    inLog = false;
  }

  /** The log's reader can be ahead of the feed's. */
  const isAhead = () => feed.offsets.some((offset, partition) => offset < (scanned[partition] ?? 0));
  const isCaughtUp = () => !inLog && queue.length === 0 && seq === feed.ring.next && !isAhead();
  const cursorAt = (offsets: readonly number[]) =>
    encodeCursor({ origin: feed.origin, time: position.time, offsets });

  function payload(): StreamPayload<T> {
    hasBegun = true;
    const content = queue.dequeue(maxPayload, selection.maySee, (change) => {
      sent[change.partition] = change.offset + 1;
    });
    if (queue.length > 0) return { kind: 'CHANGE', cursor: cursorAt(sent), ...content };
    const present = isCaughtUp();
    if (present) for (const [partition, offset] of feed.offsets.entries()) scanned[partition] = offset;
    for (const [partition, offset] of scanned.entries()) sent[partition] = offset;
    if (single && present && content.items.length + content.removed.length === 0) {
      content.items = matching(options.candidates(), selection, limits.maxSnapshot);
    }
    return { kind: 'CHANGE', cursor: present ? feed.cursor() : cursorAt(sent), ...content };
  }

  return {
    async next() {
      while (!stopped) {
        if (queue.length > 0) return payload();
        if (inLog) await scanLog();
        else if (isAhead()) await options.sync();
        else {
          scanRing();
          if (isCaughtUp()) return hasBegun ? undefined : payload();
        }
      }
      return undefined;
    },
    isCaughtUp,
    stop() {
      stopped = true;
      log.stop();
    },
  };
}
