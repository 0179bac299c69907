import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { startTestBed, type TestBed } from './testing/test-bed.ts';

let bed: TestBed;
afterEach(() => bed?.stop());

const ordersOf = (name: string) => `/api/v1/workflows/${name}/orders`;
const details = (quantity: number) => ({ details: { flavour: 'Vanilla', size: 'M', quantity } });
const customer = (user: string) => ({ user, roles: 'customer' });

/** How many requests the servers of this process have received since. */
function countRequests(): () => number {
  let count = 0;
  const add = () => {
    count += 1;
  };
  subscribe('http.server.request.start', add);
  onTestFinished(() => void unsubscribe('http.server.request.start', add));
  return () => count;
}

describe('one caller among others', { timeout: 120_000 }, () => {
  it('waits for one of each, however many another has sent', async () => {
    const name = 'api-fair';
    bed = await startTestBed({
      brokers: inject('brokers'),
      name,
      env: { MAX_IN_FLIGHT: '4', MAX_PENDING: '1000', REPLY_TIMEOUT_MS: '60000' },
    });
    const place = (user: string) => bed.post(ordersOf(name), { body: details(1), ...customer(user) });
    expect((await place('ann')).status).toBe(201);
    // All are here before the first is decided: else how many of the flood are answered is a matter of CPU.
    await bed.stopProcessor();
    const received = countRequests();
    let answered = 0;
    const flood = Array.from({ length: 400 }, async () => {
      const { status } = await place('mallory');
      answered += 1;
      return status;
    });
    const placed = Promise.all(Array.from({ length: 5 }, () => place('ann')));
    await vi.waitFor(() => expect(received()).toBe(405), 20_000);
    bed.startProcessor();
    const honest = await placed;
    expect(honest.map(({ status }) => status)).toEqual(Array(5).fill(201));
    expect(answered).toBeLessThan(50);
    expect(new Set(await Promise.all(flood))).toEqual(new Set([201]));
  });

  it('may order as much a day as the workflow says, also after a restart, and others as well', async () => {
    const options = {
      brokers: inject('brokers'),
      name: 'api-daily',
      more: 'limits: { ordersPerDay: 4, quantityPerDay: 12, quantityField: quantity }',
    };
    const place = (user: string, quantity: number, call: object = {}) =>
      bed.post(ordersOf(options.name), { body: details(quantity), ...customer(user), ...call });
    bed = await startTestBed(options);
    expect((await place('ann', 6)).status).toBe(201);
    expect((await place('ann', 0)).status).toBe(400);
    const last = await place('ann', 6, { key: 'last' });
    expect(last.status).toBe(201);
    const refused = await place('ann', 1);
    expect([refused.status, refused.body.code]).toEqual([429, 'DAILY_LIMIT']);
    expect(refused.body.detail).toContain('a quantity of 12 (12 so far) a day');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await place('ann', 1, { key: 'unknown' })).body.code).toBe('DAILY_LIMIT');
    expect((await place('bob', 6)).status).toBe(201);
    await bed.stop();
    bed = await startTestBed(options);
    expect((await place('ann', 1)).body.code).toBe('DAILY_LIMIT');
    // The answer that got lost, once more: it is no further order.
    const repeated = await place('ann', 6, { key: 'last' });
    expect([repeated.status, repeated.body.order.id]).toEqual([201, last.body.order.id]);
    expect((await place('bob', 6)).status).toBe(201);
  });
});
