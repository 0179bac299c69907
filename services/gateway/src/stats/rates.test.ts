import type { Order } from '@cupcakery/workflow/contracts/order';
import { describe, expect, test } from 'vitest';
import { now, orderThen } from '../testing/tea-then.ts';
import { createStageRates } from './rates.ts';

describe('rates', () => {
  const at = (stage: string, stageStatus: Order['stageStatus'] = 'waiting') =>
    orderThen({ stage, stageStatus });
  const change = (before: Order | undefined | 'unknown', after: Order | null, secondsAgo: number) => ({
    before,
    after,
    timestamp: now - secondsAgo * 1000,
  });

  test('count what came to a stage and left it within the last minute', () => {
    const rates = createStageRates(0);
    for (let i = 0; i < 30; i += 1) rates.record(change(undefined, at('boil'), i));
    for (let i = 0; i < 6; i += 1) rates.record(change(at('boil', 'started'), at('pour'), i));
    rates.record(change(undefined, at('boil'), 61));
    expect(rates.of('boil', now)).toEqual({ inRate: 0.5, outRate: 0.1 });
    expect(rates.of('pour', now)).toEqual({ inRate: 0.1, outRate: 0 });
    expect(rates.of('boil', now + 120_000)).toEqual({ inRate: 0, outRate: 0 });
  });

  test('a claim takes a ticket out; a start, or a change without a known order before it, counts nothing', () => {
    const rates = createStageRates(0);
    rates.record(change(at('boil'), at('boil', 'started'), 1));
    rates.record(change('unknown', at('boil'), 1));
    expect(rates.of('boil', now)).toEqual({ inRate: 0, outRate: 0 });
    rates.record(change(at('boil'), at('boil', 'claimed'), 1));
    rates.record(change(at('boil', 'claimed'), orderThen({ status: 'cancelled', stageStatus: 'done' }), 1));
    expect(rates.of('boil', now)).toEqual({ inRate: 0, outRate: 1 / 60 });
  });

  test('of what a stage can do leave the seconds out in which it had nothing to do', () => {
    const rates = createStageRates(0);
    // 20 seconds ago a rush began; two a second have left since the second second.
    for (let i = 0; i < 100; i += 1) rates.record(change(undefined, at('boil'), 20));
    for (let i = 0; i < 36; i += 1)
      rates.record(change(at('boil', 'started'), at('pour'), 18 - Math.floor(i / 2)));
    expect(rates.of('boil', now)?.outRate).toBe(0.6);
    expect(rates.outRateWhileBusy('boil', 64, now)).toBe(34 / 18);
    // Those that had waited there before: nobody worked until then.
    expect(rates.outRateWhileBusy('boil', 164, now)).toBe(34 / 18);
    expect(rates.outRateWhileBusy('fry', 1, now)).toBeUndefined();
    expect(createStageRates(now - 59_000).outRateWhileBusy('boil', 1, now)).toBeUndefined();
  });

  test.each([
    ['one in four seconds for a minute', [57, 53, 49, 45, 41, 37, 33, 29, 25, 21, 17, 13, 9, 5, 1], 14 / 57],
    ['one in four seconds since twelve seconds', [12, 8, 4, 0], 3 / 12],
    ['batches of two, of which the first began before', [11, 11, 6, 6, 1, 1], 4 / 11],
    ['many in two seconds', [1, 0, 0, 0, 0, 0], 5 / 5],
    ['too few', [50, 30, 10], undefined],
    ['none', [], undefined],
  ])('of what a stage can do where %s left', (_name, secondsAgo, expected) => {
    const rates = createStageRates(0);
    for (const ago of secondsAgo) rates.record(change(at('boil', 'started'), at('pour'), ago));
    expect(rates.outRateWhileBusy('boil', 50, now)).toBe(expected);
  });

  test('of what a stage can do leave out what left before it last had none', () => {
    const rates = createStageRates(0);
    for (let ago = 40; ago < 50; ago += 1) rates.record(change(at('boil', 'started'), at('pour'), ago));
    for (let i = 0; i < 50; i += 1) rates.record(change(undefined, at('boil'), 10));
    for (let ago = 0; ago < 5; ago += 1) rates.record(change(at('boil', 'started'), at('pour'), ago));
    expect(rates.outRateWhileBusy('boil', 45, now)).toBe(4 / 5);
  });

  test('say when a ticket last left, however long ago and in whatever order changes arrive', () => {
    const rates = createStageRates(0);
    for (const secondsAgo of [300, 200, 250]) {
      rates.record(change(at('boil', 'started'), at('pour'), secondsAgo));
    }
    expect(rates.lastOutAt('boil')).toBe(now - 200_000);
    expect(rates.lastOutAt('pour')).toBeUndefined();
  });

  test('are unknown until a whole minute has been recorded', () => {
    const rates = createStageRates(now - 59_000);
    expect(rates.of('boil', now)).toBeUndefined();
    expect(rates.of('boil', now + 1000)).toEqual({ inRate: 0, outRate: 0 });
  });
});
