import { describe, expect, it } from 'vitest';
import { createDailyLimits } from './daily-limits.ts';

const limits = { ordersPerDay: 3, quantityPerDay: 10, quantityField: 'quantity' };
const noon = Date.parse('2026-11-30T12:00:00Z');

function open(given: typeof limits | null = limits) {
  let now = noon;
  const daily = createDailyLimits({ limits: given ?? undefined }, () => now);
  const place = (customer: string, quantity = 1) => {
    try {
      daily.reserve(customer, { quantity });
      return 'placed';
    } catch (error) {
      return error;
    }
  };
  const at = (text: string) => {
    now = Date.parse(text);
  };
  return { daily, place, at };
}

const refused = { code: 'DAILY_LIMIT', retryAfter: 43_200 };

describe('limits of a customer a day', () => {
  it('refuse more orders with the time until midnight, and nobody else’s', () => {
    const { place } = open();
    for (let i = 0; i < 3; i++) expect(place('ann')).toBe('placed');
    expect(place('ann')).toMatchObject({ ...refused, detail: expect.stringContaining('3 orders a day') });
    expect(place('bob')).toBe('placed');
  });

  it('refuse a larger quantity, and take what is left', () => {
    const { place } = open();
    expect(place('ann', 8)).toBe('placed');
    expect(place('ann', 3)).toMatchObject({ ...refused, detail: expect.stringContaining('10 (8 so far)') });
    expect(place('ann', 2)).toBe('placed');
  });

  it('begin again at midnight UTC', () => {
    const { place, at } = open();
    expect(place('ann', 10)).toBe('placed');
    at('2026-11-30T23:59:59Z');
    expect(place('ann')).toMatchObject({ code: 'DAILY_LIMIT', retryAfter: 1 });
    at('2026-12-01T00:00:00Z');
    expect(place('ann', 10)).toBe('placed');
  });

  it('count the orders of today in the log, each once, also those of other replicas', () => {
    const { daily, place } = open();
    const order = {
      id: 'a-1',
      customerId: 'ann',
      placedAt: '2026-11-30T08:00:00Z',
      details: { quantity: 6 },
    };
    daily.count(order);
    daily.count(order);
    daily.count({ ...order, id: 'a-2', placedAt: '2026-11-29T23:00:00Z' });
    expect(place('ann', 5)).toMatchObject({ code: 'DAILY_LIMIT' });
    expect(place('ann', 4)).toBe('placed');
  });

  it('do not count what was refused', () => {
    const { daily, place } = open();
    daily.reserve('ann', { quantity: 10 })();
    expect(place('ann', 10)).toBe('placed');
  });

  it('are none without limits', () => {
    const { place } = open(null);
    expect(place('ann', 1_000_000)).toBe('placed');
  });
});
