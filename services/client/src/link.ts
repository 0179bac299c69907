/**
 * The state of the one live connection, as a pure reducer: events and their times go in, what a person may see
 * comes out. All times are ms since 1970 of this device's clock.
 */
export type LinkState = {
  /** `connecting`: not yet connected once. `stale`: open, but silent for too long. */
  phase: 'connecting' | 'live' | 'stale' | 'offline';
  /** When the phase began. */
  since: number;
  /** When the server last sent anything at all: a change, a ping, a pong. */
  heardAt?: number;
  /** Failed attempts in a row. */
  failures: number;
  /** When the next attempt begins; undefined while one is under way. */
  retryAt?: number;
  /** The device reports that it has no network. A hint: a server on the same machine may still answer. */
  deviceOffline: boolean;
  closed?: ClosedBecause;
};

export type ClosedBecause =
  | 'unreachable'
  | 'restarting'
  | 'signed-out'
  | 'too-slow'
  | 'too-many'
  | 'too-fast'
  | 'silent';

export type LinkEvent =
  | { type: 'dialing' }
  | { type: 'heard' }
  | { type: 'closed'; because: ClosedBecause; retryAt: number }
  | { type: 'tick' }
  | { type: 'device'; offline: boolean };

/** The client pings every `pingEvery` ms, so silence shows within 5 s of a loss. */
export const pingEvery = 2_000;
export const silentAfter = 4_300;
/** Silence after which the socket is abandoned: a frozen one never closes. */
export const deadAfter = 9_000;

export function initialLink(at: number, deviceOffline: boolean): LinkState {
  return {
    phase: 'connecting',
    since: at,
    failures: 0,
    deviceOffline,
  };
}

/** The state after an event; the same object when nothing changed. */
export function reduceLink(state: LinkState, event: LinkEvent, at: number): LinkState {
  switch (event.type) {
    case 'dialing': {
      const { retryAt: _, ...rest } = state;
      return rest;
    }
    case 'heard': {
      const { retryAt: _, closed: __, ...rest } = state;
      return {
        ...rest,
        phase: 'live',
        since: state.phase === 'live' ? state.since : at,
        heardAt: at,
        failures: 0,
      };
    }
    case 'closed':
      return {
        ...state,
        phase: 'offline',
        since: state.phase === 'offline' ? state.since : at,
        failures: state.failures + 1,
        retryAt: event.retryAt,
        closed: event.because,
      };
    case 'tick':
      return state.phase === 'live' && silence(state, at) > silentAfter
        ? { ...state, phase: 'stale', since: at }
        : state;
    case 'device':
      return event.offline === state.deviceOffline ? state : { ...state, deviceOffline: event.offline };
    default:
      return event satisfies never;
  }
}

/** Whether a socket has to be abandoned: one that is open and silent, or does not open, for too long. */
export function isSocketDead(state: LinkState, at: number, dialledAt: number): boolean {
  const open = state.phase === 'live' || state.phase === 'stale';
  return (open ? silence(state, at) : at - dialledAt) > deadAfter;
}

/** A connection that was accepted for less than this is no sign that the next one will be. */
const acceptedForMs = 1_000;

/**
 * Whether a close only means that the caller's token ran out under a connection that was live: it opens again at once with
 * a new one, and nobody needs to see that.
 * @param acceptedAt when the server acknowledged the socket; undefined: never
 */
export const isRenewal = (
  { phase }: LinkState,
  because: ClosedBecause,
  acceptedAt: number | undefined,
  at: number,
): boolean =>
  because === 'signed-out' &&
  phase === 'live' &&
  acceptedAt !== undefined &&
  at - acceptedAt >= acceptedForMs;

/** Ms since the server last sent anything. */
export const silence = (state: LinkState, at: number): number => at - (state.heardAt ?? state.since);

const closeCodes: Record<number, ClosedBecause> = {
  1001: 'restarting',
  1012: 'restarting',
  4401: 'signed-out',
  4403: 'signed-out',
  4410: 'too-slow',
  4420: 'too-many',
  4430: 'too-fast',
  4499: 'silent',
};

/** Attempts that count as failed already when the server asked for patience. */
const failuresWhenLimited = 3;

/**
 * Failed attempts by which the wait for the next one is chosen. A server that closes for a limit has accepted the socket
 * first, and the next one would be closed as well if it came at once.
 */
export const failuresFor = ({ failures }: LinkState, because: ClosedBecause): number =>
  because === 'too-many' || because === 'too-fast' ? Math.max(failures, failuresWhenLimited) : failures;

/** What a WebSocket's close code means to a person. */
export const becauseOf = (code: number | undefined): ClosedBecause => closeCodes[code ?? 0] ?? 'unreachable';
