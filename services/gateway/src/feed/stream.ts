import { type Change, effectOf, type Selection } from './change.ts';
import { encodeCursor, type Position } from './cursor.ts';
import { type CloseReason, FeedError } from './errors.ts';
import type { LogReplay } from './log-replay.ts';
import type { OrderFeed } from './order-feed.ts';
import { createEffectQueue, type StreamPayload } from './payload.ts';

export type StreamLimits = {
  /** Changes and bytes behind them that may wait for a subscriber. */
  maxQueue: number;
  maxQueueBytes: number;
  maxSnapshot: number;
  /** Orders in one payload of changes. */
  maxPayload: number;
  /** A subscriber that takes nothing for so long while something waits is closed. */
  stallMs: number;
  /** After so long without a payload an empty one brings a young cursor. */
  refreshMs: number;
};

export type StreamOptions = {
  feed: OrderFeed;
  selection: Selection;
  /** Where to go on (checked by `checkPosition`); without it a snapshot comes first. */
  after?: { position: Position; from: 'ring' | 'log' };
  openLog(offsets: readonly number[]): Promise<LogReplay>;
  limits: StreamLimits;
  now: () => number;
  /** Told once; the cursor is that of the last payload taken. */
  onClose(reason: CloseReason, cursor: string | undefined): void;
  /** Told of every payload taken, with the time (ms) its newest change was written if it came live. */
  onPayload?(payload: StreamPayload, writtenAt: number | undefined): void;
};

/** One subscriber's payloads, pulled one at a time. */
export type OrderStream = AsyncIterableIterator<StreamPayload, undefined> & {
  close(reason: CloseReason): void;
  /** To be called now and then: closes a stalled subscriber, refreshes the cursor of a quiet one. */
  tick(): void;
  readonly queued: number;
};

/**
 * A snapshot or the missed changes, then every change as it comes. Missed changes come from the ring if it
 * reaches back far enough, else from the log until the ring does; nothing is left out and nothing comes twice.
 * Written as an iterator and not as a generator, whose `return` waits behind a pending `next`.
 */
export function openStream(options: StreamOptions): OrderStream {
  const { feed, selection, limits, now } = options;
  const queue = createEffectQueue();
  /** Everything below is in payloads already taken. */
  const taken = [...(options.after?.position.offsets ?? feed.offsets)];
  /** Everything below has been looked at. */
  const scanned = [...taken];
  let time = options.after?.position.time ?? Math.floor(now() / 1000);
  let mode: 'log' | 'ring' | 'live' = options.after?.from ?? 'live';
  let greeting: StreamPayload | undefined;
  let announce = options.after !== undefined;
  let seq = feed.ring.oldest;
  let log: LogReplay | undefined;
  let inLog = new Map<string, boolean>();
  let unlisten = () => {};
  let closed: CloseReason | undefined;
  let wake = Promise.withResolvers<void>();
  let pulling = false;
  let pulledAt = now();
  let lastCursor: string | undefined;

  function close(reason: CloseReason): void {
    if (closed) return;
    closed = reason;
    unlisten();
    log?.stop();
    queue.clear();
    greeting = undefined;
    wake.resolve();
    options.onClose(reason, lastCursor);
  }

  /** Each change once: the log's reader may have been ahead of the feed's. */
  function look(change: Change): void {
    if (change.offset < (scanned[change.partition] ?? 0)) return;
    scanned[change.partition] = change.offset + 1;
    const effect = effectOf(change, selection);
    if (effect) queue.push({ change, effect });
  }

  function goLive(): void {
    mode = 'live';
    unlisten = feed.listen((changes) => {
      for (const change of changes) look(change);
      if (queue.length > limits.maxQueue || queue.bytes > limits.maxQueueBytes) close('slow');
      else if (queue.length > 0) wake.resolve();
    });
  }

  /** Looks at changes of the ring until a payload is full or the present is reached. */
  function pumpRing(): void {
    if (seq < feed.ring.oldest && !feed.ring.covers(scanned)) {
      mode = 'log';
      return;
    }
    seq = Math.max(seq, feed.ring.oldest);
    for (; queue.length < limits.maxPayload; seq += 1) {
      const change = feed.ring.get(seq);
      if (!change) {
        goLive();
        return;
      }
      look(change);
    }
  }

  /** Waits for the next changes of the log; joins the ring as soon as that reaches back to here. */
  async function pumpLog(): Promise<void> {
    log ??= await options.openLog(scanned);
    if (closed) return log.stop();
    const changes = await log.take();
    for (const change of changes) {
      const before = inLog.get(change.orderId);
      const effect = effectOf(change, selection);
      inLog.set(change.orderId, effect === 'in');
      // What the log itself has shown is better than "unknown".
      const left = effect === 'out' && before === false;
      if (effect && !left) queue.push({ change, effect });
      scanned[change.partition] = change.offset + 1;
    }
    if (changes.length > 0 || closed) return;
    for (const [partition, offset] of log.offsets().entries()) scanned[partition] = offset;
    if (!feed.ring.covers(scanned)) return;
    log.stop();
    log = undefined;
    inLog = new Map();
    seq = feed.ring.oldest;
    mode = 'ring';
  }

  function snapshot(): StreamPayload {
    const orders = [];
    for (const order of feed.view.values()) {
      if (!selection.matches(order)) continue;
      if (orders.length === limits.maxSnapshot) throw tooLarge(limits.maxSnapshot);
      orders.push(order);
    }
    return { kind: 'SNAPSHOT', cursor: feed.cursor(), orders, removed: [] };
  }

  function changes(): StreamPayload {
    let writtenAt: number | undefined;
    const content = queue.take(limits.maxPayload, (change) => {
      taken[change.partition] = change.offset + 1;
      writtenAt = change.timestamp;
    });
    const payload: StreamPayload = { kind: 'CHANGE', cursor: cursor(), ...content };
    return given(payload, mode === 'live' ? writtenAt : undefined);
  }

  /** Below it everything has been taken; offsets of a partial payload keep the time of the whole one before. */
  function cursor(): string {
    if (queue.length > 0) return encodeCursor({ origin: feed.origin, time, offsets: taken });
    const ahead = feed.offsets.some((offset, partition) => offset < (scanned[partition] ?? 0));
    if (mode === 'live' && !ahead) {
      for (const [partition, offset] of feed.offsets.entries()) scanned[partition] = offset;
    }
    for (const [partition, offset] of scanned.entries()) taken[partition] = offset;
    if (mode !== 'live' || ahead) return encodeCursor({ origin: feed.origin, time, offsets: taken });
    time = Math.floor(now() / 1000);
    return feed.cursor();
  }

  function given(payload: StreamPayload, writtenAt?: number): StreamPayload {
    announce = false;
    lastCursor = payload.cursor;
    options.onPayload?.(payload, writtenAt);
    return payload;
  }

  async function pull(): Promise<StreamPayload | undefined> {
    while (!closed) {
      if (greeting) {
        const payload = greeting;
        greeting = undefined;
        return given(payload);
      }
      if (queue.length === 0 && mode === 'log') await pumpLog();
      if (queue.length === 0 && mode === 'ring') pumpRing();
      if (closed) return undefined;
      if (queue.length > 0 || (announce && mode === 'live')) return changes();
      if (mode !== 'live') continue;
      await wake.promise;
      wake = Promise.withResolvers();
    }
    return undefined;
  }

  if (options.after === undefined) {
    goLive();
    try {
      greeting = snapshot();
    } catch (error) {
      unlisten();
      throw error;
    }
  }

  return {
    async next() {
      pulling = true;
      pulledAt = now();
      try {
        const value = await pull();
        return value ? { done: false, value } : { done: true, value: undefined };
      } catch (error) {
        close(error instanceof FeedError && error.code === 'CURSOR_EXPIRED' ? 'cursor_expired' : 'error');
        throw error;
      } finally {
        pulling = false;
        pulledAt = now();
      }
    },
    async return() {
      close('completed');
      return { done: true, value: undefined };
    },
    async throw(error) {
      close('error');
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    close,
    tick() {
      const rested = now() - pulledAt;
      if (pulling && mode === 'live' && queue.length === 0 && rested > limits.refreshMs) {
        announce = true;
        wake.resolve();
      } else if (!pulling && (queue.length > 0 || mode !== 'live' || greeting) && rested > limits.stallMs) {
        close('slow');
      }
    },
    get queued() {
      return queue.length;
    },
  };
}

function tooLarge(max: number): FeedError {
  return new FeedError(
    'SNAPSHOT_TOO_LARGE',
    `More than ${max} orders match: narrow the filter, for example by status.`,
  );
}
