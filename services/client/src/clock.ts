/**
 * How this device's clock differs from the server's, from round trips in which the server said its time: a pure reducer.
 * A round trip of `n` ms leaves half of that open, whatever part of it the way there took; the shortest one wins.
 */
export type ClockState = {
  /** Server's time minus device's, ms; undefined while nothing was measured. */
  offsetMs: number | undefined;
  /** By how much that may be wrong, ms. */
  withinMs: number;
  /** When it was measured, ms of this device's clock. */
  measuredAt: number;
};

/** One round trip: sent and received by this device's clock, answered by the server's, ms since 1970. */
export type RoundTrip = { sentAt: number; answeredAt: number; receivedAt: number };

export const unknownClock: ClockState = {
  offsetMs: undefined,
  withinMs: Number.POSITIVE_INFINITY,
  measuredAt: 0,
};

/** Clocks of devices drift apart, by less than a second in three hours. */
const driftPerMs = 1e-4;
/** Timestamps are whole milliseconds, at both ends. */
const roundingMs = 2;

/** The state after a round trip; the same object when it has brought nothing better. */
export function measureClock(state: ClockState, { sentAt, answeredAt, receivedAt }: RoundTrip): ClockState {
  // The device's clock was set back in between.
  if (receivedAt < sentAt) return state;
  const withinMs = (receivedAt - sentAt) / 2 + roundingMs;
  const measured: ClockState = {
    offsetMs: answeredAt - (sentAt + receivedAt) / 2,
    withinMs,
    measuredAt: receivedAt,
  };
  if (state.offsetMs === undefined || measured.offsetMs === undefined) return measured;
  const drifted = state.withinMs + Math.abs(receivedAt - state.measuredAt) * driftPerMs;
  // Both cannot be right: one of the clocks was set since.
  const contradicts = Math.abs(measured.offsetMs - state.offsetMs) > drifted + withinMs;
  return contradicts || withinMs <= drifted ? measured : state;
}

/** The time that a message of the server carries, if it carries one: gateways of older releases send none. */
export function serverTimeOf(payload: unknown): number | undefined {
  if (typeof payload !== 'object' || payload === null || !('serverTime' in payload)) return undefined;
  const { serverTime } = payload;
  return typeof serverTime === 'number' && Number.isFinite(serverTime) ? serverTime : undefined;
}
