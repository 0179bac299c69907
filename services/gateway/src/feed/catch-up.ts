import { type Change, effectOf, type Selection } from './change.ts';
import { encodeCursor, type Position } from './cursor.ts';
import type { LogReplay } from './log-replay.ts';
import { matchingOrders } from './matching.ts';
import type { OrderFeed } from './order-feed.ts';
import { createEffectQueue, type StreamPayload } from './payload.ts';
import type { StreamLimits } from './stream-limits.ts';

/** What a subscriber missed that comes back from a cursor: each change once, in order per partition. */
export type ResumeReader = {
  /**
   * The next payload; undefined when the present was reached (ask `isPresent`, and again if it is not). The
   * first one comes in any case, empty if nothing was missed. Rejects with CURSOR_EXPIRED when the log does not
   * have the place.
   */
  next(): Promise<StreamPayload | undefined>;
  /** Whether everything that the feed knows has been given. */
  isPresent(): boolean;
  stop(): void;
};

export type ResumeOptions = {
  feed: OrderFeed;
  selection: Selection;
  single: boolean;
  /** Where to go on (checked by `checkPosition`). */
  after: { position: Position; from: 'ring' | 'log' };
  openLog(offsets: readonly number[]): Promise<LogReplay>;
  /** Brings the feed to the present end of the log. */
  sync(): Promise<void>;
  limits: Pick<StreamLimits, 'maxPayload' | 'maxSnapshot'>;
};

/** Reads the ring if that reaches back far enough, else the log until the ring does. */
export function createResumeReader(options: ResumeOptions): ResumeReader {
  const { feed, selection, single, limits } = options;
  const { position, from } = options.after;
  const maxPayload = single ? 1 : limits.maxPayload;
  const queue = createEffectQueue();
  /** Everything below is in payloads given. */
  const taken = [...position.offsets];
  /** Everything below has been looked at. */
  const scanned = [...position.offsets];
  let inLog = from === 'log';
  let seq = feed.ring.oldest;
  let log: LogReplay | undefined;
  /** What the log itself has shown of each order. */
  let shown = new Map<string, boolean>();
  let announced = false;
  let stopped = false;

  /** Looks at changes of the ring until a payload is full or the present is reached. */
  function pumpRing(): void {
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

  /** Waits for the next changes of the log; goes over to the ring as soon as that reaches back to here. */
  async function pumpLog(): Promise<void> {
    log ??= await options.openLog(scanned);
    const open = log;
    if (stopped) return open.stop();
    const changes = await open.next();
    for (const change of changes) lookInLog(change);
    if (changes.length > 0 || stopped) return;
    for (const [partition, offset] of open.offsets().entries()) scanned[partition] = offset;
    if (!feed.ring.covers(scanned)) return;
    open.stop();
    log = undefined;
    shown = new Map();
    seq = feed.ring.oldest;
    inLog = false;
  }

  function lookInLog(change: Change): void {
    const effect = effectOf(change, selection);
    // What the log itself has shown is better than "unknown".
    const leftBefore = effect === 'out' && shown.get(change.orderId) === false;
    shown.set(change.orderId, effect === 'in');
    if (effect && !leftBefore) queue.push({ change, effect });
    scanned[change.partition] = change.offset + 1;
  }

  /** The log's reader can be ahead of the feed's. */
  const isAhead = () => feed.offsets.some((offset, partition) => offset < (scanned[partition] ?? 0));
  const isPresent = () => !inLog && queue.length === 0 && seq === feed.ring.next && !isAhead();

  function payload(): StreamPayload {
    announced = true;
    const content = queue.take(maxPayload, selection.maySee, (change) => {
      taken[change.partition] = change.offset + 1;
    });
    if (queue.length > 0) return { kind: 'CHANGE', cursor: cursorAt(taken), ...content };
    const present = isPresent();
    if (present) for (const [partition, offset] of feed.offsets.entries()) scanned[partition] = offset;
    for (const [partition, offset] of scanned.entries()) taken[partition] = offset;
    const { orders, removed } = content;
    if (single && present && orders.length + removed.length === 0) {
      content.orders = matchingOrders(feed, selection, limits.maxSnapshot);
    }
    return { kind: 'CHANGE', cursor: present ? feed.cursor() : cursorAt(taken), ...content };
  }

  const cursorAt = (offsets: readonly number[]) =>
    encodeCursor({ origin: feed.origin, time: position.time, offsets });

  return {
    async next() {
      while (!stopped) {
        if (queue.length > 0) return payload();
        if (inLog) await pumpLog();
        else if (isAhead()) await options.sync();
        else {
          pumpRing();
          if (isPresent()) return announced ? undefined : payload();
        }
      }
      return undefined;
    },
    isPresent,
    stop() {
      stopped = true;
      log?.stop();
    },
  };
}
