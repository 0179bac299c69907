import { describe, expect, test } from 'vitest';
import { type FlowNumbers, flowOf } from './flow.ts';
import { trendWords } from './trend-words.ts';

const perMinute = (tickets: number) => tickets / 60;
const numbers = (fields: Partial<FlowNumbers>): FlowNumbers => ({
  lag: 69,
  members: 2,
  inRate: perMinute(60),
  outRate: perMinute(60),
  drainSeconds: null,
  stalledSince: null,
  ...fields,
});

describe('a stage', () => {
  test.each<[string, Partial<FlowNumbers>, string, string]>([
    ['as much comes as goes', {}, 'steady', '60 in, 60 out a minute'],
    ['a difference of a tenth', { inRate: perMinute(65) }, 'steady', '65 in, 60 out a minute'],
    ['more than a tenth more comes', { inRate: perMinute(68) }, 'growing', 'growing: 68 in, 60 out a minute'],
    [
      'more than a tenth more goes',
      { outRate: perMinute(90), drainSeconds: 138 },
      'shrinking',
      'shrinking: 60 in, 90 out a minute, gone in 2 min 18 s',
    ],
    [
      'two tickets more come in a quiet minute',
      { inRate: perMinute(3), outRate: perMinute(1) },
      'steady',
      '3.0 in, 1.0 out a minute',
    ],
    [
      'three more come',
      { inRate: perMinute(4), outRate: perMinute(1) },
      'growing',
      'growing: 4.0 in, 1.0 out a minute',
    ],
    [
      'nothing came or went for nine minutes',
      { inRate: 0, outRate: 0, stalledSince: '2026-11-22T11:51:00Z' },
      'stalled',
      'idle',
    ],
    [
      'much comes and nothing goes',
      { outRate: 0, stalledSince: '2026-11-22T11:59:00Z' },
      'stalled',
      '60 in, 0 out a minute',
    ],
    [
      'nobody works, and the last minute still counts',
      { members: 0, outRate: perMinute(90), drainSeconds: 85 },
      'no workers',
      '60 in, 90 out a minute',
    ],
    [
      'nobody works and nothing waits',
      { members: 0, lag: 0 },
      'no workers, no tickets',
      '60 in, 60 out a minute',
    ],
    ['nothing waits', { lag: 0, inRate: 0, outRate: perMinute(30) }, 'no tickets', '0 in, 30 out a minute'],
    ['nothing waits or moves', { lag: 0, inRate: 0, outRate: 0 }, 'no tickets', 'idle'],
    ['members are not known', { members: null }, 'steady', '60 in, 60 out a minute'],
    ['rates are not known yet', { inRate: null, outRate: null }, 'behind', '–'],
    ['tickets are not known', { lag: null }, 'unknown', '60 in, 60 out a minute'],
  ])('where %s', (_name, fields, flow, words) => {
    expect(flowOf(numbers(fields))).toBe(flow);
    expect(trendWords(numbers(fields))).toBe(words);
  });
});
