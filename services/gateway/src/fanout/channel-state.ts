import { burst } from './frame-list.ts';
import type { StreamLimits } from './stream-limits.ts';

/**
 * What a channel is doing about its next frame, as a pure machine: events go in, the next state and the one thing to
 * do come out. The channel does it and puts its outcome in again, until there is nothing left to do.
 *
 * `scheduled`: frames are built at the end of this turn. `building`: as long as a member has room. `flushing`: until
 * nothing is queued, room or not. `rendering`: a field of the next frame is awaited. `closed`: no members are left.
 */
export type ChannelState = 'idle' | 'scheduled' | 'building' | 'flushing' | 'rendering' | 'closed';

export type ChannelEvent =
  /** Changes were queued. */
  | 'queued'
  /** The turn that was scheduled has come. */
  | 'turn'
  /** A member that was behind has every frame, and room for more. */
  | 'room'
  /** A newcomer needs everything that is queued in frames. */
  | 'flush'
  /** Nothing was sent for so long that the members' cursors need a refresh. */
  | 'quiet'
  /** The frame to build is in the batch. */
  | 'built'
  /** The frame to build is awaited. */
  | 'pending'
  /** The awaited frame is in the batch. */
  | 'rendered'
  | 'sent'
  | 'dropped'
  /** What no member needs any more was dropped. */
  | 'trimmed'
  /** The last member has left or was lost. */
  | 'emptied';

export type ChannelAction =
  /** Send `turn` in a microtask. */
  | 'schedule'
  /** Add the next frame to the batch. */
  | 'build'
  /** Add a frame without changes to the batch. */
  | 'refresh'
  /** Send the batch to all live members, and trim. */
  | 'send'
  /** Drop the oldest frame, and lose the members that need it. */
  | 'dropOldest'
  /** Lose all members, also those that have room: what they wait for is bounded. Without members it is the end. */
  | 'loseAll'
  | 'close';

/** What the machine decides by. */
export type ChannelFacts = {
  /** Changes that are in no frame yet, and the bytes of their records. */
  readonly queued: number;
  readonly queuedBytes: number;
  /** Frames that were built and not sent yet. */
  readonly batched: number;
  readonly batchedBytes: number;
  /** Frames that are kept for members that are behind. */
  readonly kept: number;
  readonly keptBytes: number;
  /** Members that have every frame and room for more, and members that are behind. */
  readonly live: number;
  readonly behind: number;
};

type Limits = Pick<StreamLimits, 'maxQueue' | 'maxQueueBytes'>;
type Step = readonly [ChannelState, (ChannelAction | undefined)?];

/** The state after an event, and what is to be done now. */
export function reduceChannel(
  state: ChannelState,
  event: ChannelEvent,
  facts: ChannelFacts,
  limits: Limits,
): Step {
  if (state === 'closed') return [state];
  if (event === 'emptied') return ['closed', 'close'];
  switch (state) {
    case 'idle':
    case 'scheduled':
      return atRest(state, event, facts, limits);
    case 'building':
    case 'flushing':
      return whileBuilding(state, event, facts, limits);
    case 'rendering':
      return whileRendering(state, event, facts, limits);
    default:
      return state satisfies never;
  }
}

function atRest(state: 'idle' | 'scheduled', event: ChannelEvent, facts: ChannelFacts, limits: Limits): Step {
  switch (event) {
    case 'queued':
      return state === 'idle' ? ['scheduled', 'schedule'] : [state];
    case 'turn':
    case 'room':
      return build('building', facts, limits);
    case 'flush':
      return facts.queued > 0 ? build('flushing', facts, limits) : [state];
    case 'quiet':
      return facts.queued === 0 && facts.live > 0 ? ['building', 'refresh'] : [state];
    default:
      return [state, excess(facts, limits)];
  }
}

/** Events of members that come meanwhile need nothing: the next step looks at the members as they are then. */
function whileBuilding(
  state: 'building' | 'flushing',
  event: ChannelEvent,
  facts: ChannelFacts,
  limits: Limits,
): Step {
  switch (event) {
    case 'built':
      return build(state, facts, limits);
    case 'pending':
      return ['rendering', facts.batched > 0 ? 'send' : undefined];
    case 'sent':
    case 'dropped': {
      const action = excess(facts, limits);
      return action ? [state, action] : build(state, facts, limits);
    }
    default:
      return [state];
  }
}

function whileRendering(state: 'rendering', event: ChannelEvent, facts: ChannelFacts, limits: Limits): Step {
  switch (event) {
    case 'rendered':
      return build('building', facts, limits);
    case 'queued':
      // Only for the bounds, which are checked in that turn.
      return [state, 'schedule'];
    default:
      return [state, excess(facts, limits, 'awaited')];
  }
}

/** The next frame of the batch while there is something to build; else the batch goes out; else there is rest. */
function build(state: 'building' | 'flushing', facts: ChannelFacts, limits: Limits): Step {
  const isWanted = facts.queued > 0 && (state === 'flushing' || facts.live > 0);
  if (isWanted && facts.batched < burst.frames && facts.batchedBytes < burst.bytes) return [state, 'build'];
  if (facts.batched > 0) return [state, 'send'];
  return ['idle', excess(facts, limits)];
}

/**
 * What to do about more than may wait: the oldest frames go first, and with them the members that need them. Then all
 * members go when none of them has room, or while a field is awaited, since nothing can be built for them until then.
 */
function excess(
  facts: ChannelFacts,
  { maxQueue, maxQueueBytes }: Limits,
  field?: 'awaited',
): ChannelAction | undefined {
  const isOver = facts.kept + facts.queued > maxQueue || facts.keptBytes + facts.queuedBytes > maxQueueBytes;
  if (!isOver) return undefined;
  if (facts.kept > 0) return 'dropOldest';
  return facts.live === 0 || field === 'awaited' ? 'loseAll' : undefined;
}
