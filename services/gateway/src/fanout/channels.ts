import { type Channel, createChannel } from './channel.ts';
import type { FramePumpOptions } from './frame-pump.ts';
import { createPayloadBuilder, type PayloadBuilderOptions } from './payload-builder.ts';
import type { StreamLimits } from './stream-limits.ts';

/** What equal subscriptions have in common. */
export type ChannelRequest<T> = Pick<
  PayloadBuilderOptions<T>,
  'selection' | 'candidates' | 'render' | 'single'
> & {
  /** For the metrics. */
  name: string;
  /** Equal for equal document, variables and authority. */
  key: string;
};

/** The channels of one feed: each lives as long as it has members, and is closed by a tick if none ever joined. */
export type Channels<T> = {
  /** The channel of that key, created if there is none. To be fetched again after a wait: without members it may be closed by then. */
  get(request: ChannelRequest<T>): Channel;
  readonly longestQueue: number;
  /** Housekeeping, about once a second. */
  tick(): void;
};

export function createChannels<T>(
  options: Pick<PayloadBuilderOptions<T>, 'feed'> & {
    limits: StreamLimits;
    now: () => number;
    budget: FramePumpOptions['budget'];
    onDelivered(name: string, sockets: number, writtenAt: number | undefined): void;
  },
): Channels<T> {
  const { feed, limits, now, budget, onDelivered } = options;
  const open = new Map<string, Channel>();
  return {
    get({ name, key, ...request }) {
      const existing = open.get(key);
      if (existing) return existing;
      const channel = createChannel({
        createBuilder: (onQueued) => createPayloadBuilder({ ...request, feed, limits, now, onQueued }),
        limits,
        now,
        budget,
        onDelivered: (sockets, writtenAt) => onDelivered(name, sockets, writtenAt),
        onEmpty: () => open.delete(key),
      });
      open.set(key, channel);
      return channel;
    },
    get longestQueue() {
      let longest = 0;
      for (const channel of open.values()) longest = Math.max(longest, channel.longestQueue);
      return longest;
    },
    tick() {
      for (const channel of open.values()) channel.tick();
    },
  };
}
