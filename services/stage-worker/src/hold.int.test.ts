import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openTestBed, type TestBed } from './testing/test-bed.ts';

let bed: TestBed;
beforeAll(async () => {
  bed = await openTestBed(inject('brokers'), [
    'name: slow, done: slowed, verb: slow, mode: timer, takes: 60s, capacity: 2, holdFor: 400ms, cancellable: true',
  ]);
});
afterAll(() => bed?.close());

describe('a worker with a ticket that takes longer than holdFor', () => {
  it('sends a ticket that is held too long to the end of the queue, and drops it when it is withdrawn', async () => {
    const worker = await bed.startWorker({ STAGES: 'slow' });
    const id = await bed.place();
    await bed.waitForOrder(
      id,
      (o) => o.event.type === 'StageRequeued' && o.stage === 'slow' && o.attempts >= 2,
    );
    const by = { kind: 'customer', name: 'ann' } as const;
    expect((await bed.request({ type: 'cancel', orderId: id, by })).code).toBeUndefined();
    const last = await bed.waitForOrder(id, (o) => o.status === 'cancelled');
    await worker.stop();
    expect(bed.orders.get(id)?.version).toBe(last.version);
  });
});
