import type { Budget } from './budget.ts';
import type { ChannelMembers } from './channel-members.ts';
import {
  type ChannelAction,
  type ChannelEvent,
  type ChannelFacts,
  type ChannelState,
  reduceChannel,
} from './channel-state.ts';
import type { Frame, MaybePromise } from './frame.ts';
import { createFrameList, type FrameList } from './frame-list.ts';
import type { PayloadBuilder } from './payload-builder.ts';
import { createSharedSnapshot, type SharedSnapshot } from './shared-snapshot.ts';
import type { StreamLimits } from './stream-limits.ts';

export type FramePumpOptions = {
  /** @param onQueued called when changes were queued */
  createBuilder(onQueued: () => void): PayloadBuilder;
  limits: Pick<StreamLimits, 'maxQueue' | 'maxQueueBytes' | 'refreshMs'>;
  now: () => number;
  budget: Budget;
  /** Called when a frame was written to so many sockets at once. */
  onDelivered(sockets: number, writtenAt: number | undefined): void;
  /** Called when the last member has left; the pump is closed then. */
  onEmpty(): void;
};

/**
 * The shell around `reduceChannel`: takes frames from the builder, keeps them and writes them to the members, as the
 * machine decides. The members come and go by the channel.
 */
export class FramePump implements ChannelFacts {
  readonly frames: FrameList;
  readonly builder: PayloadBuilder;
  readonly snapshot: SharedSnapshot;
  /** When frames were last sent, ms since 1970. */
  sentAt: number;
  readonly #options: FramePumpOptions;
  readonly #members: ChannelMembers;
  readonly #unregister: () => void;
  #state: ChannelState = 'idle';
  /** Built and not sent yet. */
  #batch: Frame[] = [];
  #batchedBytes = 0;
  /** Resolves once the awaited frame is in the batch. */
  #rendering: Promise<void> | undefined;

  constructor(options: FramePumpOptions, members: ChannelMembers) {
    const frames = createFrameList(options.budget.count);
    this.frames = frames;
    this.builder = options.createBuilder(() => this.dispatch('queued'));
    this.snapshot = createSharedSnapshot(options.now);
    this.sentAt = options.now();
    this.#options = options;
    this.#members = members;
    this.#unregister = options.budget.register({
      get bytes() {
        return frames.bytes;
      },
      shed: () => {
        if (this.#loseBelow(frames.oldest + 1) === 'emptied') this.dispatch('emptied');
      },
    });
  }

  get queued() {
    return this.builder.queued;
  }
  get queuedBytes() {
    return this.builder.queuedBytes;
  }
  get batched() {
    return this.#batch.length;
  }
  get batchedBytes() {
    return this.#batchedBytes;
  }
  get kept() {
    return this.frames.next - this.frames.oldest;
  }
  get keptBytes() {
    return this.frames.bytes;
  }
  get live() {
    return this.#members.live;
  }
  get behind() {
    return this.#members.behind;
  }

  dispatch(first: ChannelEvent): void {
    for (let event: ChannelEvent | undefined = first; event; ) {
      const [state, action] = reduceChannel(this.#state, event, this, this.#options.limits);
      this.#state = state;
      event = action && this.#perform(action);
    }
  }

  /** Makes frames of all that is queued. Undefined: done; else to be called again once the promise has resolved. */
  flush(): Promise<void> | undefined {
    this.dispatch('flush');
    return this.#rendering;
  }

  /** Drops the frames that no member needs any more. */
  trim(): void {
    this.#dropUnneeded();
    this.dispatch('trimmed');
  }

  #perform(action: ChannelAction): ChannelEvent | undefined {
    switch (action) {
      case 'schedule':
        // After all partitions of one answer of the broker: a payload for each would cost more.
        queueMicrotask(() => this.dispatch('turn'));
        return undefined;
      case 'build':
        return this.#collect(this.builder.next());
      case 'refresh':
        return this.#collect(this.builder.refresh());
      case 'send':
        return this.#send();
      case 'dropOldest':
        return this.#loseBelow(this.frames.oldest + 1);
      case 'loseAll':
        return this.#loseAll();
      case 'close':
        return this.#close();
    }
  }

  #collect(frame: MaybePromise<Frame> | undefined): ChannelEvent {
    if (frame instanceof Promise) {
      this.#rendering = frame.then((rendered) => {
        this.#rendering = undefined;
        // A channel that was closed meanwhile keeps nothing.
        if (this.#state === 'closed') return;
        this.#append(rendered);
        this.dispatch('rendered');
      });
      return 'pending';
    }
    if (frame) this.#append(frame);
    return 'built';
  }

  #append(frame: Frame): void {
    this.frames.push(frame);
    this.#batch.push(frame);
    this.#batchedBytes += frame.json.length;
  }

  #send(): ChannelEvent {
    const batch = this.#batch;
    this.#batch = [];
    this.#batchedBytes = 0;
    this.sentAt = this.#options.now();
    const sockets = this.#members.sendToLive(batch, this.sentAt);
    if (sockets > 0) for (const frame of batch) this.delivered(frame, sockets);
    this.#dropUnneeded();
    this.#options.budget.relieve();
    return 'sent';
  }

  /** A frame was written to so many sockets at once. */
  delivered({ writtenAt, deliveries }: Frame, sockets: number): void {
    this.#options.onDelivered(sockets, writtenAt);
    if (deliveries) for (const delivery of deliveries) delivery.delivered();
  }

  #dropUnneeded(): void {
    this.#dropBelow(this.#members.oldestNeeded(this.snapshot.oldestNeeded() ?? this.frames.next));
  }

  #dropBelow(seq: number): void {
    this.frames.dropBelow(seq);
    this.snapshot.dropBelow(seq);
  }

  /** Drops the frames below `seq`, loses the members that still need one of them, and drops what only those needed. */
  #loseBelow(seq: number): ChannelEvent {
    this.#dropBelow(seq);
    this.#members.loseBelow(seq);
    this.#dropUnneeded();
    return this.live + this.behind === 0 ? 'emptied' : 'dropped';
  }

  #loseAll(): ChannelEvent {
    this.#dropBelow(this.frames.next);
    this.#members.loseAll();
    return 'emptied';
  }

  #close(): undefined {
    this.builder.stop();
    this.frames.dropBelow(this.frames.next);
    this.#unregister();
    this.#options.onEmpty();
  }
}
