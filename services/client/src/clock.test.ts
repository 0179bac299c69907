import { expect, test } from 'vitest';
import { type ClockState, measureClock, type RoundTrip, serverTimeOf, unknownClock } from './clock.ts';

const slow = 240_000;
/** A round trip at a time of this device, whose clock is so much behind the server's. */
const trip = (at: number, there: number, back: number, behind = slow): RoundTrip => ({
  sentAt: at,
  answeredAt: at + there + behind,
  receivedAt: at + there + back,
});
const after = (...trips: RoundTrip[]): ClockState => trips.reduce(measureClock, unknownClock);
const minute = 60_000;

test.each<[string, RoundTrip[], offset: number, tolerance: number]>([
  ['is measured exactly where both ways are equally long', [trip(0, 40, 40)], slow, 0],
  ['is wrong by half a round trip at most', [trip(0, 1_000, 0)], slow, 500],
  ['is that of the shortest round trip, whichever came first', [trip(0, 900, 5), trip(2_000, 4, 2)], slow, 1],
  ['is not spoilt by a slow one later', [trip(0, 4, 2), trip(2_000, 900, 5)], slow, 1],
  ['is that of a device which is ahead as well', [trip(0, 3, 3, -slow)], -slow, 0],
  ['follows a device whose clock is set', [trip(0, 4, 4), trip(5_000, 4, 4, 0)], 0, 0],
  ['follows it over a slow connection too', [trip(0, 4, 4), trip(5_000, 2_000, 1_000, 0)], 0, 500],
  ['follows clocks that drift apart', [trip(0, 4, 4), trip(60 * minute, 30, 30, slow + 150)], slow + 150, 0],
  [
    'stays when the clock was set back during a round trip',
    [trip(0, 4, 4), { ...trip(9, 4, 4), receivedAt: 1 }],
    slow,
    0,
  ],
])('the difference %s', (_title, trips, offset, tolerance) => {
  const { offsetMs = Number.NaN, withinMs } = after(...trips);
  expect(Math.abs(offsetMs - offset)).toBeLessThanOrEqual(tolerance);
  expect(withinMs).toBeGreaterThanOrEqual(Math.abs(offsetMs - offset));
});

test('what brings nothing better changes nothing, so that nothing is drawn again', () => {
  const state = after(trip(0, 4, 4));
  expect(measureClock(state, trip(2_000, 50, 50))).toBe(state);
});

test.each([
  [{ serverTime: 5 }, 5],
  [{}, undefined],
  [undefined, undefined],
  [{ serverTime: 'noon' }, undefined],
  [{ serverTime: Number.NaN }, undefined],
])('%j has the time %s', (payload, time) => {
  expect(serverTimeOf(payload)).toBe(time);
});
