import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openTestBed, type TestBed } from './testing/test-bed.ts';

// A target that takes longer than the stage waits for it, each time.
const target = createServer(() => {});
let bed: TestBed;
beforeAll(async () => {
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  const { port } = target.address() as AddressInfo;
  bed = await openTestBed(inject('brokers'), [
    `name: slow, done: slowed, verb: slow, mode: http, url: "http://127.0.0.1:${port}/", timeout: 300ms, holdFor: 400ms, attempts: 3, capacity: 2, cancellable: true`,
  ]);
});
afterAll(async () => {
  await bed?.close();
  target.closeAllConnections();
  target.close();
});

describe('a worker with a ticket that takes longer than holdFor', () => {
  it('sends it to the end of the queue, and drops it when it is withdrawn', async () => {
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

  it('does not send it round without end: it becomes an incident that names holdFor', async () => {
    const worker = await bed.startWorker({ STAGES: 'slow' });
    const id = await bed.place();
    const order = await bed.waitForOrder(id, (o) => o.status === 'incident');
    await worker.stop();
    expect(order.incident?.reason).toContain('holdFor');
    const requeued = bed.history.filter((s) => s.id === id && s.event.type === 'StageRequeued');
    expect(requeued).toHaveLength(3);
  });
});
