import { describe, expect, it, test } from 'vitest';
import type { FutureEvent, OrderEvent } from '../contracts/event.ts';
import { type Timeline, timelineOf } from './timeline.ts';
import { duration, waterfall } from './waterfall.ts';

const noon = Date.UTC(2026, 10, 21, 12);
const orderId = '8b0a2d1226ab654e2097-67bf46a9';
let version = 0;
const base = (seconds: number, by: string) => {
  version += 1;
  return { orderId, version, at: new Date(noon + seconds * 1000).toISOString(), by };
};

type Placed = Extract<OrderEvent, { type: 'OrderPlaced' }>;
const placed = (more: Partial<Placed> = {}): Placed => ({
  ...base(0, 'customer'),
  type: 'OrderPlaced',
  workflow: 'tea',
  route: ['brew', 'pour'],
  details: {},
  promisedAt: '2026-11-21T12:10:00.000Z',
  traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
  ...more,
});
const started = (stage: string, s: number, by = 'worker-0'): OrderEvent => ({
  ...base(s, by),
  type: 'StageStarted',
  stage,
});
const completed = (stage: string, s: number, next?: string, by = 'worker-0'): OrderEvent => ({
  ...base(s, by),
  type: 'StageCompleted',
  stage,
  ...(next === undefined ? {} : { next }),
});
const finished = (s: number): OrderEvent => ({ ...base(s, 'worker-0'), type: 'OrderFinished' });
const stage = (
  type: 'StageClaimed' | 'StageReleased' | 'StageRequeued',
  name: string,
  s: number,
): OrderEvent => ({
  ...base(s, 'kim'),
  type,
  stage: name,
});
const way = (...events: (OrderEvent | FutureEvent)[]): Timeline => {
  const timeline = timelineOf(events, noon + 100_000);
  if (!timeline) throw new Error('not placed');
  return timeline;
};
const seconds = ({ totals }: Timeline) =>
  Object.fromEntries(Object.entries(totals).flatMap(([part, ms]) => (ms > 0 ? [[part, ms / 1000]] : [])));
const rows = (timeline: Timeline) =>
  timeline.steps.map(({ stage: name = 'stopped', end = 'goes on' }) => `${name} ${end}`);

describe('what the events of an order say about its time', () => {
  const incident: OrderEvent = {
    ...base(5, 'worker-0'),
    type: 'IncidentOpened',
    stage: 'brew',
    reason: 'no gas',
  };
  const retried: OrderEvent = { ...base(15, 'sre'), type: 'OrderRedriven', stage: 'brew', action: 'retry' };
  const cancelled: OrderEvent = { ...base(6, 'customer'), type: 'OrderCancelled', reason: 'too late' };
  const scrapped: OrderEvent = { ...base(20, 'sre'), type: 'OrderScrapped' };
  const recalled: OrderEvent = { ...base(6, 'kim'), type: 'StageRecalled', stage: 'brew', from: 'pour' };
  const future: FutureEvent = { type: 'Future', name: 'OrderGilded', orderId, version: 2, at: '', by: 'x' };

  test.each<[string, OrderEvent[], Timeline['status'], string[], Record<string, number>]>([
    [
      'finished',
      [
        started('brew', 1),
        completed('brew', 3, 'pour'),
        started('pour', 7),
        completed('pour', 8),
        finished(8),
      ],
      'finished',
      ['brew done', 'pour done'],
      { waiting: 5, working: 3 },
    ],
    ['waiting', [], 'open', ['brew goes on'], { waiting: 100 }],
    ['in work', [started('brew', 40)], 'open', ['brew goes on'], { waiting: 40, working: 60 }],
    [
      'claimed and given back',
      [stage('StageClaimed', 'brew', 2), stage('StageReleased', 'brew', 5)],
      'open',
      ['brew released', 'brew goes on'],
      { waiting: 97, working: 3 },
    ],
    [
      'held too long and requeued',
      [
        started('brew', 1),
        stage('StageRequeued', 'brew', 11),
        started('brew', 21),
        completed('brew', 22),
        finished(22),
      ],
      'finished',
      ['brew requeued', 'brew done'],
      { waiting: 11, working: 11 },
    ],
    [
      'recalled',
      [started('brew', 1), completed('brew', 3, 'pour'), recalled],
      'open',
      ['brew done', 'pour recalled', 'brew goes on'],
      { waiting: 1 + 3 + 94, working: 2 },
    ],
    [
      'stopped and retried',
      [started('brew', 1), incident, retried, started('brew', 16), completed('brew', 18), finished(18)],
      'finished',
      ['brew incident', 'stopped resolved', 'brew done'],
      { waiting: 2, working: 6, stopped: 10 },
    ],
    [
      'stopped',
      [started('brew', 1), incident],
      'incident',
      ['brew incident', 'stopped goes on'],
      { waiting: 1, working: 4, stopped: 95 },
    ],
    [
      'scrapped',
      [started('brew', 1), incident, scrapped],
      'scrapped',
      ['brew incident', 'stopped scrapped'],
      { waiting: 1, working: 4, stopped: 15 },
    ],
    ['cancelled', [cancelled], 'cancelled', ['brew cancelled'], { waiting: 6 }],
    [
      'done without a start',
      [completed('brew', 3, 'pour'), started('pour', 4), completed('pour', 5), finished(5)],
      'finished',
      ['brew done', 'pour done'],
      { unknown: 3, waiting: 1, working: 1 },
    ],
  ])('%s', (_name, events, status, steps, totals) => {
    const timeline = way(placed(), ...events);
    expect(timeline.status).toBe(status);
    expect(rows(timeline)).toEqual(steps);
    expect(seconds(timeline)).toEqual(totals);
  });

  it('leaves out an event of a newer release, and says so', () => {
    expect(way(placed(), future, started('brew', 40)).unknown).toEqual(['OrderGilded']);
  });

  it('says nothing about a history that does not begin with the placing', () => {
    expect(timelineOf([started('brew', 1)], noon)).toBeUndefined();
  });
});

const now = noon + 100_000;
const text = (timeline: Timeline, complete = true) => waterfall(timeline, { complete, now }).join('\n');

test('a waterfall shows each stage where it was in the whole', () => {
  const timeline = way(
    placed(),
    started('brew', 10),
    completed('brew', 40, 'pour'),
    started('pour', 40.25, 'kim'),
    completed('pour', 100, undefined, 'kim'),
    finished(100),
  );
  expect(text(timeline)).toBe(
    `
Order 8b0a2d1226ab654e2097-67bf46a9 of tea
finished in 1m 40s, placed 2026-11-21T12:00:00.000Z
trace aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa

stage         waiting   working  ░ waiting ▓ working            by
brew           10.0 s    30.0 s  ░░░▓▓▓▓▓▓▓▓▓                   worker-0
pour           250 ms    59.8 s              ░▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓ kim
total          10.3 s    1m 30s
`.trim(),
  );
});

test('an order that stopped says why, and what goes on ends with dots', () => {
  const incident: OrderEvent = {
    ...base(50, 'worker-0'),
    type: 'IncidentOpened',
    stage: 'brew',
    reason: 'no gas',
  };
  const { traceparent: _, ...untraced } = placed();
  const timeline = way(untraced, started('brew', 10), incident);
  expect(text(timeline, false)).toBe(
    `
Order 8b0a2d1226ab654e2097-67bf46a9 of tea
stopped, 1m 40s so far, placed 2026-11-21T12:00:00.000Z
no trace

stage         waiting   working  ░ waiting ▓ working × stopped  by
brew           10.0 s    40.0 s  ░░░▓▓▓▓▓▓▓▓▓▓▓▓                worker-0
  stopped: no gas
(stopped)      50.0 s                           ××××××××××××××…
total          10.0 s    40.0 s
stopped for 50.0 s
The history is not complete: later events are missing.
`.trim(),
  );
});

test.each([
  ['long names', 'w'.repeat(200), 'x'.repeat(2000)],
  ['wide characters', '製'.repeat(40), '蛋糕'.repeat(100)],
  ['characters that move the cursor', '\u001b[2Jkim\r\n', 'a\u0000b\u202ec'],
])('%s stay within 80 columns and on their line', (_name, by, reason) => {
  const incident: OrderEvent = { ...base(50, by), type: 'IncidentOpened', stage: 'brew', reason };
  const lines = waterfall(way(placed({ workflow: by }), started('brew', 1, by), incident), {
    complete: true,
    now,
  });
  for (const line of lines) {
    expect(line).not.toMatch(/\p{C}/u);
    expect([...line].reduce((sum, char) => sum + (char > '\u2e80' ? 2 : 1), 0)).toBeLessThanOrEqual(80);
  }
});

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1250, '1.3 s'],
  [59_900, '59.9 s'],
  [59_990, '1m 00s'],
  [3_599_000, '59m 59s'],
  [3_600_000, '1h 00m'],
  [90 * 3_600_000, '3d 18h'],
])('%d ms are %s', (ms, said) => {
  expect(duration(ms)).toBe(said);
});
