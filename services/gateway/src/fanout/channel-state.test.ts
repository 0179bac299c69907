import { describe, expect, test } from 'vitest';
import {
  type ChannelAction,
  type ChannelEvent,
  type ChannelFacts,
  type ChannelState,
  reduceChannel,
} from './channel-state.ts';

const limits = { maxQueue: 10, maxQueueBytes: 1000 };
const nothing: ChannelFacts = {
  queued: 0,
  queuedBytes: 0,
  batched: 0,
  batchedBytes: 0,
  kept: 0,
  keptBytes: 0,
  live: 0,
  behind: 0,
};
const full = { kept: 8, queued: 3 };
const reduce = (state: ChannelState, event: ChannelEvent, facts: Partial<ChannelFacts>) =>
  reduceChannel(state, event, { ...nothing, ...facts }, limits);

type Row = [ChannelState, ChannelEvent, Partial<ChannelFacts>, ChannelState, ChannelAction?];

describe.each<[string, Row[]]>([
  [
    'changes are looked at once at the end of the turn',
    [
      ['idle', 'queued', { queued: 1 }, 'scheduled', 'schedule'],
      ['scheduled', 'queued', { queued: 2 }, 'scheduled'],
      ['scheduled', 'turn', { queued: 2, live: 1 }, 'building', 'build'],
      ['idle', 'turn', {}, 'idle'],
    ],
  ],
  [
    'nothing is built while no member has room',
    [
      ['scheduled', 'turn', { queued: 2, behind: 3 }, 'idle'],
      ['idle', 'room', { queued: 2, live: 1 }, 'building', 'build'],
      ['scheduled', 'room', { queued: 2, live: 1 }, 'building', 'build'],
    ],
  ],
  [
    'a batch goes out when nothing is left to build, or when it is a burst',
    [
      ['building', 'built', { queued: 1, live: 1, batched: 1 }, 'building', 'build'],
      ['building', 'built', { queued: 0, live: 1, batched: 2 }, 'building', 'send'],
      ['building', 'built', { queued: 1, live: 1, batched: 32 }, 'building', 'send'],
      ['building', 'built', { queued: 1, live: 1, batched: 2, batchedBytes: 65_536 }, 'building', 'send'],
      ['building', 'sent', { queued: 1, live: 1 }, 'building', 'build'],
      ['building', 'sent', { queued: 1, live: 0, behind: 1 }, 'idle'],
      ['building', 'sent', { live: 1 }, 'idle'],
    ],
  ],
  [
    'a newcomer gets all that is queued into frames, with or without room',
    [
      ['idle', 'flush', {}, 'idle'],
      ['scheduled', 'flush', { queued: 2 }, 'flushing', 'build'],
      ['flushing', 'built', { queued: 1, batched: 1 }, 'flushing', 'build'],
      ['flushing', 'built', { batched: 2 }, 'flushing', 'send'],
      ['flushing', 'sent', { queued: 1 }, 'flushing', 'build'],
      ['flushing', 'sent', {}, 'idle'],
      ['rendering', 'flush', { queued: 2 }, 'rendering'],
    ],
  ],
  [
    'while a field is awaited nothing else is built, and what was built before goes out',
    [
      ['building', 'pending', { queued: 1, live: 1 }, 'rendering'],
      ['building', 'pending', { queued: 1, live: 1, batched: 2 }, 'rendering', 'send'],
      ['rendering', 'sent', { queued: 1, live: 1 }, 'rendering'],
      ['rendering', 'room', { queued: 1, live: 1 }, 'rendering'],
      ['rendering', 'rendered', { batched: 1, live: 1 }, 'building', 'send'],
      ['rendering', 'rendered', { batched: 1, queued: 1, live: 1 }, 'building', 'build'],
      ['rendering', 'rendered', { batched: 1, queued: 1, behind: 1 }, 'building', 'send'],
    ],
  ],
  [
    'a quiet channel refreshes the cursors of members that have room',
    [
      ['idle', 'quiet', { live: 1 }, 'building', 'refresh'],
      ['idle', 'quiet', { behind: 1 }, 'idle'],
      ['scheduled', 'quiet', { live: 1, queued: 1 }, 'scheduled'],
      ['rendering', 'quiet', { live: 1 }, 'rendering'],
    ],
  ],
  [
    'above the bounds the oldest frames go, and once there is none the members that have no room',
    [
      ['idle', 'trimmed', { kept: 8, queued: 2, behind: 1 }, 'idle'],
      ['idle', 'trimmed', { ...full, behind: 1 }, 'idle', 'dropOldest'],
      ['idle', 'trimmed', { kept: 1, keptBytes: 600, queuedBytes: 401 }, 'idle', 'dropOldest'],
      ['scheduled', 'turn', { ...full, behind: 1 }, 'idle', 'dropOldest'],
      ['idle', 'dropped', { ...full, kept: 7 }, 'idle'],
      ['idle', 'dropped', { queued: 11, behind: 1 }, 'idle', 'loseAll'],
      ['scheduled', 'trimmed', { queued: 11, live: 1, behind: 1 }, 'scheduled'],
      ['building', 'sent', { ...full, live: 1 }, 'building', 'dropOldest'],
      ['building', 'dropped', { kept: 7, queued: 3, live: 1 }, 'building', 'build'],
      ['rendering', 'queued', { queued: 11, behind: 1 }, 'rendering', 'schedule'],
      ['rendering', 'turn', { queued: 11, behind: 1 }, 'rendering', 'loseAll'],
    ],
  ],
  [
    'while a field is awaited the queue is bounded too, also for members that have room',
    [
      ['rendering', 'turn', { queued: 10, live: 1 }, 'rendering'],
      ['rendering', 'turn', { queued: 11, live: 1 }, 'rendering', 'loseAll'],
      ['rendering', 'turn', { queuedBytes: 1001, queued: 1, live: 1 }, 'rendering', 'loseAll'],
      ['rendering', 'turn', { ...full, live: 1 }, 'rendering', 'dropOldest'],
    ],
  ],
  [
    'a channel that nobody joined does not queue without a bound',
    [
      ['scheduled', 'turn', { queued: 10 }, 'idle'],
      ['scheduled', 'turn', { queued: 11 }, 'idle', 'loseAll'],
      ['idle', 'emptied', { queued: 11 }, 'closed', 'close'],
    ],
  ],
  [
    'members that move while frames are built do not start a second round',
    [
      ['building', 'room', { queued: 1, live: 1 }, 'building'],
      ['building', 'trimmed', { ...full, live: 1 }, 'building'],
      ['flushing', 'queued', { queued: 1 }, 'flushing'],
      ['building', 'turn', { queued: 1, live: 1 }, 'building'],
    ],
  ],
  [
    'without members it closes, for good',
    [
      ['idle', 'emptied', {}, 'closed', 'close'],
      ['building', 'emptied', { batched: 1 }, 'closed', 'close'],
      ['rendering', 'emptied', {}, 'closed', 'close'],
      ['closed', 'rendered', { batched: 1 }, 'closed'],
      ['closed', 'sent', { queued: 1, live: 1 }, 'closed'],
      ['closed', 'queued', { queued: 1 }, 'closed'],
      ['closed', 'emptied', {}, 'closed'],
    ],
  ],
])('%s', (_rule, rows) => {
  test.each(rows)('%s, %s with %j: %s %s', (state, event, facts, after, action) => {
    const [next, todo] = reduce(state, event, facts);
    expect([next, todo]).toEqual([after, action]);
  });
});
