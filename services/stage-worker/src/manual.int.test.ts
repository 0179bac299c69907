import { createLagProbe } from '@cupcakery/kit/kafka/admin/group-lag';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { openTestBed, type TestBed } from './testing/test-bed.ts';

const ann = { kind: 'cook', name: 'ann' } as const;
let bed: TestBed;
beforeAll(async () => {
  bed = await openTestBed(inject('brokers'), [
    'name: decide, done: decided, verb: decide, mode: manual, outcomes: [approve, reject], adopt: true, cancellable: true',
    'name: file, done: filed, verb: file, mode: timer, takes: 0s',
  ]);
  await bed.startWorker();
});
afterAll(() => bed?.close());

async function lagBecomes(expected: number): Promise<void> {
  const topic = bed.workflow.stages[0]?.topic ?? '';
  const probe = createLagProbe({ kafka: bed.kafka, group: `${bed.workflow.name}.decide`, topic });
  await vi.waitFor(async () => expect(await probe.lag()).toBe(expected), { timeout: 20_000 });
  await probe.stop();
}

describe('a worker of a manual stage', () => {
  it('holds a ticket until a cook completes it, and nothing happens of itself', async () => {
    const id = await bed.place();
    // the ticket and its transaction's marker
    await lagBecomes(2);
    expect(bed.orders.get(id)).toMatchObject({ stage: 'decide', stageStatus: 'waiting', version: 1 });
    const wrong = await bed.request({ type: 'complete', orderId: id, by: ann, stage: 'decide' });
    expect(wrong.code).toBe('INVALID');
    const done = await bed.request({
      type: 'complete',
      orderId: id,
      by: ann,
      stage: 'decide',
      outcome: 'approve',
    });
    expect(done.code).toBeUndefined();
    const order = await bed.waitForOrder(id, (o) => o.status === 'finished');
    expect(order.stages[0]).toMatchObject({ name: 'decide', by: 'ann', outcome: 'approve' });
    await lagBecomes(0);
  });

  it('lets go of a claimed ticket, and holds it again after a release', async () => {
    const id = await bed.place();
    await lagBecomes(2);
    await bed.request({ type: 'claim', orderId: id, by: ann, stage: 'decide' });
    await lagBecomes(0);
    await bed.request({ type: 'release', orderId: id, by: ann, stage: 'decide' });
    await lagBecomes(2);
    await bed.request({ type: 'cancel', orderId: id, by: ann });
    await lagBecomes(0);
  });

  it('adopts what an old program writes to the topic, once, and refuses what does not fit', async () => {
    const topic = bed.workflow.stages[0]?.topic ?? '';
    const before = new Set(bed.orders.keys());
    await bed.producer.send([
      { topic, partition: 3, key: 'kim@x.org-638', value: '{"flavour":"Lemon"}' },
      { topic, partition: 3, key: 'bad', value: '{"flavour":7}' },
    ]);
    const adopted = await vi.waitFor(
      () => {
        const found = [...bed.orders.values()].find((o) => !before.has(o.id));
        if (!found) throw new Error('not adopted yet');
        return found;
      },
      { timeout: 20_000 },
    );
    expect(adopted).toMatchObject({ details: { flavour: 'Lemon' }, visit: 1, stage: 'decide' });
    await vi.waitFor(() => expect(bed.incidents.some((i) => /flavour/.test(i.reason))).toBe(true), {
      timeout: 20_000,
    });
    await bed.request({ type: 'complete', orderId: adopted.id, by: ann, stage: 'decide', outcome: 'reject' });
    await bed.waitForOrder(adopted.id, (o) => o.status === 'finished');
    await lagBecomes(0);
  });

  it('makes an order of each foreign record, also of two that are the same, in any of their forms', async () => {
    const topic = bed.workflow.stages[0]?.topic ?? '';
    const flavour = 'Twice';
    const value = JSON.stringify({ flavour });
    const binary = { ce_id: '1', ce_source: '/old', ce_type: 'order', ce_specversion: '1.0' };
    const structured = JSON.stringify({
      specversion: '1.0',
      id: '2',
      source: '/old',
      type: 'order',
      data: { flavour },
    });
    const record = { topic, partition: 2, key: 'kim@x.org' };
    await bed.producer.send([
      { ...record, value },
      { ...record, value },
      { ...record, value: `\uFEFF${value}` },
      { ...record, value, headers: binary },
      { ...record, value: structured, headers: { 'content-type': 'application/cloudevents+json' } },
      { ...record, value: null },
    ]);
    const adopted = await vi.waitFor(
      () => {
        const found = [...bed.orders.values()].filter((o) => o.details.flavour === flavour);
        if (found.length < 5) throw new Error(`${found.length} adopted`);
        return found;
      },
      { timeout: 20_000 },
    );
    await vi.waitFor(() => expect(bed.incidents.some((i) => /tombstone/.test(i.reason))).toBe(true), {
      timeout: 20_000,
    });
    for (const { id } of adopted) {
      await bed.request({ type: 'complete', orderId: id, by: ann, stage: 'decide', outcome: 'reject' });
    }
    await lagBecomes(0);
    expect([...bed.orders.values()].filter((o) => o.details.flavour === flavour)).toHaveLength(5);
  });
});
