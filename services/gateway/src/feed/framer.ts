import { effectOf, type Selection } from './change.ts';
import { encodeCursor } from './cursor.ts';
import type { Frame, Render } from './frame.ts';
import { matchingOrders } from './matching.ts';
import type { OrderFeed } from './order-feed.ts';
import { createEffectQueue, type PayloadContent } from './payload.ts';
import type { StreamLimits } from './stream-limits.ts';

/** Collects the changes that concern a selection, and makes frames of them when told to. */
export type PayloadBuilder = {
  /** Changes that are in no frame yet, and the bytes of their records. */
  readonly queued: number;
  readonly queuedBytes: number;
  /** True while a field that needs a promise is being waited for. */
  readonly busy: boolean;
  /** Makes the next frame of what is queued; does nothing while busy. */
  advance(): void;
  /** Makes frames of all that is queued. Undefined: there is none left and all is in frames; else ask again then. */
  settle(): Promise<void> | undefined;
  /** Makes a frame that only brings a young cursor. */
  refresh(): void;
  /**
   * A frame of all that matches now. To be called when settled: it then takes the place of all frames so far.
   * @throws FeedError SNAPSHOT_TOO_LARGE
   */
  snapshot(): Frame | Promise<Frame>;
  stop(): void;
};

export type PayloadBuilderOptions = {
  feed: OrderFeed;
  selection: Selection;
  render: Render;
  /** Payloads that hold one order: each change has its own, and what would be an empty one holds what matches. */
  single: boolean;
  limits: StreamLimits;
  now: () => number;
};

/**
 * @param onQueued told when a batch of changes brought something
 * @param onFrame told of each frame, in order; at once, or later when a field needs a promise
 */
export function createPayloadBuilder(
  options: PayloadBuilderOptions & { onQueued(): void; onFrame(frame: Frame): void },
): PayloadBuilder {
  const { feed, selection, render, single, limits, now, onQueued, onFrame } = options;
  const maxPayload = single ? 1 : limits.maxPayload;
  const queue = createEffectQueue();
  /** Everything below is in frames. */
  const taken = [...feed.offsets];
  let time = Math.floor(now() / 1000);
  let rendering: Promise<void> | undefined;

  const unlisten = feed.onChanges((changes) => {
    const before = queue.length;
    for (const change of changes) {
      const effect = effectOf(change, selection);
      if (effect) queue.push({ change, effect });
    }
    if (queue.length > before) onQueued();
  });

  function advance(): void {
    if (rendering || queue.length === 0) return;
    let writtenAt: number | undefined;
    const content = queue.take(maxPayload, selection.maySee, (change) => {
      taken[change.partition] = change.offset + 1;
      writtenAt ??= change.timestamp;
    });
    frame(content, writtenAt);
  }

  function frame(content: PayloadContent, writtenAt: number | undefined): void {
    const cursor = placeTaken();
    const json = render({ kind: 'CHANGE', cursor, ...content });
    const done = (bytes: Buffer) => onFrame({ json: bytes, cursor, writtenAt });
    if (!(json instanceof Promise)) {
      done(json);
      return;
    }
    rendering = json.then((bytes) => {
      rendering = undefined;
      done(bytes);
    });
  }

  /** The cursor of what was taken; offsets of a partial payload keep the time of the whole one before. */
  function placeTaken(): string {
    if (queue.length > 0) return encodeCursor({ origin: feed.origin, time, offsets: taken });
    for (const [partition, offset] of feed.offsets.entries()) taken[partition] = offset;
    time = Math.floor(now() / 1000);
    return feed.cursor();
  }

  return {
    get queued() {
      return queue.length;
    },
    get queuedBytes() {
      return queue.bytes;
    },
    get busy() {
      return rendering !== undefined;
    },
    advance,
    settle() {
      while (queue.length > 0 && !rendering) advance();
      return rendering;
    },
    refresh() {
      const orders = single ? matchingOrders(feed, selection, limits.maxSnapshot) : [];
      frame({ orders, removed: [], gone: [] }, undefined);
    },
    snapshot() {
      const cursor = feed.cursor();
      const orders = matchingOrders(feed, selection, limits.maxSnapshot);
      const json = render({ kind: 'SNAPSHOT', cursor, orders, removed: [], gone: [] });
      const whole = (bytes: Buffer): Frame => ({ json: bytes, cursor, writtenAt: undefined });
      return json instanceof Promise ? json.then(whole) : whole(json);
    },
    stop: unlisten,
  };
}
