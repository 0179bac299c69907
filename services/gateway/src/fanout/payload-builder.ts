import type { Delivery } from '../log/change.ts';
import { encodeCursor } from '../log/cursor.ts';
import type { Feed } from '../log/feed.ts';
import { effectOf, matching, type Selection } from '../selection/selection.ts';
import type { Frame, MaybePromise, Render } from './frame.ts';
import { createEffectQueue, type StreamPayload } from './payload.ts';
import type { StreamLimits } from './stream-limits.ts';

/** Queues the changes that concern a selection, and makes frames of them on demand. */
export type PayloadBuilder = {
  /** Changes that are in no frame yet, and the bytes of their records. */
  readonly queued: number;
  readonly queuedBytes: number;
  /** The next frame of what is queued, undefined when nothing is. To be called again once a promise has resolved. */
  next(): MaybePromise<Frame> | undefined;
  /** A frame without changes that brings a recent cursor. */
  refresh(): MaybePromise<Frame>;
  /**
   * A frame of all that matches now. To be called when nothing is queued: it then stands for all frames so far.
   * @throws FeedError SNAPSHOT_TOO_LARGE
   */
  snapshot(): MaybePromise<Frame>;
  /** Queues no further changes. */
  stop(): void;
};

export type PayloadBuilderOptions<T> = {
  feed: Pick<Feed<T>, 'origin' | 'offsets' | 'cursor' | 'onChanges'>;
  selection: Selection<T>;
  /** What can match now, each once. */
  candidates(): Iterable<T>;
  render: Render<T>;
  /** Payloads are about one thing: each change has its own, and what would be an empty payload holds what matches. */
  single: boolean;
  limits: Pick<StreamLimits, 'maxPayload' | 'maxSnapshot'>;
  now: () => number;
};

/** @param options.onQueued called when a batch of changes has added to the queue */
export function createPayloadBuilder<T>(
  options: PayloadBuilderOptions<T> & { onQueued(): void },
): PayloadBuilder {
  const { feed, selection, candidates, render, single, limits, now, onQueued } = options;
  const maxPayload = single ? 1 : limits.maxPayload;
  const queue = createEffectQueue<T>();
  /** Next offset per partition: everything below is in frames. */
  const framed = [...feed.offsets];
  let time = Math.floor(now() / 1000);

  const stop = feed.onChanges((changes) => {
    const before = queue.length;
    for (const change of changes) {
      const effect = effectOf(change, selection);
      if (effect) queue.push({ change, effect });
    }
    if (queue.length > before) onQueued();
  });

  /** The cursor of what is in frames; the offsets of a partial payload keep the time of the last complete one. */
  function framedCursor(): string {
    if (queue.length > 0) return encodeCursor({ origin: feed.origin, time, offsets: framed });
    for (const [partition, offset] of feed.offsets.entries()) framed[partition] = offset;
    time = Math.floor(now() / 1000);
    return feed.cursor();
  }

  function frameOf(
    payload: StreamPayload<T>,
    writtenAt?: number,
    deliveries: readonly Delivery[] = [],
  ): MaybePromise<Frame> {
    const { cursor } = payload;
    const traced = deliveries.length > 0 ? { deliveries } : {};
    const json = render(payload);
    if (!(json instanceof Promise)) return { json, cursor, writtenAt, ...traced };
    return json.then((bytes) => ({ json: bytes, cursor, writtenAt, ...traced }));
  }

  return {
    get queued() {
      return queue.length;
    },
    get queuedBytes() {
      return queue.bytes;
    },
    next() {
      if (queue.length === 0) return undefined;
      let writtenAt: number | undefined;
      const deliveries: Delivery[] = [];
      const content = queue.dequeue(maxPayload, selection.maySee, (change) => {
        framed[change.partition] = change.offset + 1;
        writtenAt ??= change.timestamp;
        if (change.delivery) deliveries.push(change.delivery);
      });
      return frameOf({ kind: 'CHANGE', cursor: framedCursor(), ...content }, writtenAt, deliveries);
    },
    refresh() {
      const items = single ? matching(candidates(), selection, limits.maxSnapshot) : [];
      return frameOf({ kind: 'CHANGE', cursor: framedCursor(), items, removed: [], gone: [] });
    },
    snapshot() {
      const items = matching(candidates(), selection, limits.maxSnapshot);
      return frameOf({ kind: 'SNAPSHOT', cursor: feed.cursor(), items, removed: [], gone: [] });
    },
    stop,
  };
}
