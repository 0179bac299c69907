import { type Channel, createChannel } from './channel.ts';
import type { FramePumpOptions } from './frame-pump.ts';

/** What equal subscriptions have in common. */
export type ChannelRequest = Pick<FramePumpOptions, 'selection' | 'render' | 'single'> & {
  /** For the metrics. */
  name: string;
  /** Equal for equal document, variables and authority. */
  key: string;
};

/** The channels of one feed: each lives as long as it has members, and is closed by a tick if none ever joined. */
export type Channels = {
  /** The channel of that key, created if there is none. To be fetched again after a wait: without members it may be closed by then. */
  get(request: ChannelRequest): Channel;
  readonly longestQueue: number;
  /** Housekeeping, about once a second. */
  tick(): void;
};

export function createChannels(
  options: Pick<FramePumpOptions, 'feed' | 'limits' | 'now' | 'budget'> & {
    onDelivered(name: string, sockets: number, writtenAt: number | undefined): void;
  },
): Channels {
  const { onDelivered, ...common } = options;
  const open = new Map<string, Channel>();
  return {
    get({ name, key, ...request }) {
      const existing = open.get(key);
      if (existing) return existing;
      const channel = createChannel({
        ...common,
        ...request,
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
