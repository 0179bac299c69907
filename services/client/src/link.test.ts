import { describe, expect, test } from 'vitest';
import { backoff } from './backoff.ts';
import {
  becauseOf,
  failuresFor,
  initialLink,
  isRenewal,
  type LinkEvent,
  pingEvery,
  reduceLink,
  silence,
  silentAfter,
} from './link.ts';

const run = (...steps: [at: number, event: LinkEvent][]) =>
  steps.reduce((state, [at, event]) => reduceLink(state, event, at), initialLink(0, false));

const lost = (retryAt: number): LinkEvent => ({ type: 'closed', because: 'unreachable', retryAt });

describe('the connection', () => {
  test('is connecting until the server has said something', () => {
    expect(run([0, { type: 'dialing' }]).phase).toBe('connecting');
    expect(run([0, { type: 'dialing' }], [80, { type: 'heard' }])).toMatchObject({
      phase: 'live',
      heardAt: 80,
    });
  });

  test('is stale within 5 s of the last word, and live again with the next', () => {
    const before = run([0, { type: 'heard' }], [silentAfter, { type: 'tick' }]);
    expect(before.phase).toBe('live');
    const stale = reduceLink(before, { type: 'tick' }, 5_000);
    expect(stale).toMatchObject({ phase: 'stale', heardAt: 0 });
    expect(silence(stale, 5_000)).toBe(5_000);
    expect(reduceLink(stale, { type: 'heard' }, 6_000).phase).toBe('live');
  });

  test('pings often enough that one late answer is no silence', () => {
    expect(silentAfter).toBeGreaterThan(2 * pingEvery);
    expect(silentAfter + 500).toBeLessThan(5_000);
  });

  test('stays offline over failed attempts, tells since when, and forgets them once heard', () => {
    const off = run([0, { type: 'heard' }], [10, lost(500)], [500, { type: 'dialing' }], [520, lost(1_500)]);
    expect(off).toMatchObject({
      phase: 'offline',
      since: 10,
      failures: 2,
      retryAt: 1_500,
      closed: 'unreachable',
    });
    const back = reduceLink(off, { type: 'heard' }, 1_600);
    expect(back).toMatchObject({ phase: 'live', since: 1_600, failures: 0 });
    expect(back).not.toHaveProperty('closed');
  });

  test('keeps what it says when nothing changed, so that nothing is drawn again', () => {
    const live = run([0, { type: 'heard' }]);
    expect(reduceLink(live, { type: 'tick' }, 1_000)).toBe(live);
    expect(reduceLink(live, { type: 'device', offline: false }, 1_000)).toBe(live);
  });

  test('names the cause of a close', () => {
    expect(becauseOf(1001)).toBe('restarting');
    expect(becauseOf(4430)).toBe('too-fast');
    expect(becauseOf(1006)).toBe('unreachable');
    expect(becauseOf(undefined)).toBe('unreachable');
  });
});

describe('the wait between attempts', () => {
  test.each([
    ['unreachable', 0, 0],
    ['too-fast', 0, 3],
    ['too-many', 1, 3],
    ['too-fast', 5, 5],
  ] as const)('after %s and %d failures counts as after %d', (because, failures, expected) => {
    expect(failuresFor({ ...initialLink(0, false), failures }, because)).toBe(expected);
  });

  test('doubles, is bounded and differs between screens', () => {
    expect([0, 1, 2, 3].map((n) => backoff(n, () => 1))).toEqual([400, 800, 1_600, 3_200]);
    expect(backoff(1_000, () => 1)).toBe(8_000);
    expect(backoff(1_000, () => 0)).toBe(4_000);
  });
});

test.each([
  ['a token that ran out under a live connection', [0, 'heard'], 'signed-out', 0, 60_000, true],
  ['a caller who is refused right after the greeting', [0, 'heard'], 'signed-out', 59_500, 60_000, false],
  ['a caller who was never accepted', [0, 'heard'], 'signed-out', undefined, 60_000, false],
  ['a server that restarts', [0, 'heard'], 'restarting', 0, 60_000, false],
  ['a connection that was not live', [0, 'dialing'], 'signed-out', 0, 60_000, false],
] as const)('%s', (_what, [at, type], because, acceptedAt, closedAt, renewed) => {
  expect(isRenewal(run([at, { type }]), because, acceptedAt, closedAt)).toBe(renewed);
});
