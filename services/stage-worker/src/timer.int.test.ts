import { damageLog } from '@cupcakery/kit/testing/damage-log';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { openTestBed, type TestBed } from './testing/test-bed.ts';

let bed: TestBed;
beforeAll(async () => {
  bed = await openTestBed(inject('brokers'), [
    'name: mix, done: mixed, verb: mix, mode: timer, takes: 100ms, capacity: 10, cancellable: true',
    'name: bake, done: baked, verb: bake, mode: timer, takes: 0s, capacity: 10',
    'name: rest, done: rested, verb: rest, mode: manual',
  ]);
});
afterAll(() => bed?.close());

describe('a worker of timer stages', () => {
  it('takes orders through their stages, each completed once, and leaves no lag', async () => {
    const worker = await bed.startWorker({ STAGES: 'mix,bake' });
    const ids = await Promise.all(Array.from({ length: 40 }, () => bed.place()));
    for (const id of ids) await bed.waitForOrder(id, (o) => o.stage === 'rest');
    for (const id of ids) {
      const events = bed.history.filter((s) => s.id === id).map((s) => s.event.type);
      expect(events.filter((t) => t === 'StageCompleted')).toHaveLength(2);
      expect(events.filter((t) => t === 'StageStarted')).toHaveLength(2);
    }
    await bed.waitUntilIdle('mix');
    await bed.waitUntilIdle('bake');
    await worker.stop();
  });

  it('goes on where it left off, and two workers share the work', async () => {
    const first = await bed.startWorker({ STAGES: 'mix' });
    const ids = await Promise.all(Array.from({ length: 20 }, () => bed.place()));
    const second = await bed.startWorker({ STAGES: 'mix', WORKER_NAME: 'second' });
    ids.push(...(await Promise.all(Array.from({ length: 20 }, () => bed.place()))));
    await first.stop();
    ids.push(...(await Promise.all(Array.from({ length: 10 }, () => bed.place()))));
    for (const id of ids) await bed.waitForOrder(id, (o) => o.stage !== 'mix');
    await bed.waitUntilIdle('mix');
    await second.stop();
    for (const id of ids) {
      const completed = bed.history.filter((s) => s.id === id && s.event.type === 'StageCompleted');
      expect(completed).toHaveLength(1);
    }
  });

  it('never works on an order whose cancel was answered before it began', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => bed.place()));
    const by = { kind: 'customer', name: 'ann' } as const;
    // While the worker takes tickets as fast as it can, half of the orders are cancelled.
    const worker = await bed.startWorker({ STAGES: 'mix', CAPACITY: '1' });
    const cancelled: string[] = [];
    for (const orderId of ids.filter((_, i) => i % 2 === 0)) {
      const reply = await bed.request({ type: 'cancel', orderId, by });
      if (reply.code === undefined) cancelled.push(orderId);
    }
    for (const id of ids) await bed.waitForOrder(id, (o) => o.stage !== 'mix' || o.status === 'cancelled');
    await bed.waitUntilIdle('mix');
    await worker.stop();
    expect(cancelled.length).toBeGreaterThan(0);
    for (const id of cancelled) {
      const types = bed.history.filter((s) => s.id === id).map((s) => s.event.type);
      expect(types.at(-1)).toBe('OrderCancelled');
      expect(types).not.toContain('StageCompleted');
    }
  });

  it('reports a record that is no ticket as an incident and goes on', async () => {
    const topic = bed.workflow.stages[0]?.topic ?? '';
    const ce_source = `/cupcakery/${bed.workflow.name}`;
    await bed.producer.send([
      { topic, partition: 0, key: 'x', value: 'not json', headers: { ce_source } },
      { topic, partition: 1, key: 'y', value: '{"flavour":"Vanilla"}' },
      { topic, partition: 2, key: 'z', value: null, headers: { ce_source } },
    ]);
    const worker = await bed.startWorker({ STAGES: 'mix' });
    const id = await bed.place();
    await bed.waitForOrder(id, (o) => o.stage !== 'mix');
    await bed.waitUntilIdle('mix');
    await worker.stop();
    const reasons = bed.incidents.filter((i) => i.record?.topic === topic).map((i) => i.reason);
    expect(reasons).toHaveLength(3);
    expect(reasons.join('\n')).toMatch(/not JSON/);
    expect(reasons.join('\n')).toMatch(/not written by this system/);
  });

  it('goes on behind an unreadable record with a key of 700 KB of bytes', async () => {
    const topic = bed.workflow.stages[0]?.topic ?? '';
    const key = '\u0001'.repeat(700_000);
    await bed.producer.send([{ topic, partition: 3, key, value: 'not json' }]);
    const worker = await bed.startWorker({ STAGES: 'mix' });
    await bed.waitUntilIdle('mix');
    await worker.stop();
    const found = () => bed.incidents.find((i) => i.record?.key?.startsWith('base64:'))?.record;
    await vi.waitFor(() => expect(found()).toMatchObject({ topic, partition: 3 }), { timeout: 20_000 });
    expect(found()?.key?.length).toBeLessThan(300);
  });

  it('sums up 5,000 records in a row that are no tickets, and works on the ticket behind them', async () => {
    const topic = bed.workflow.stages[0]?.topic ?? '';
    const before = bed.incidents.length;
    const foreign = Array.from({ length: 5000 }, (_, i) => ({
      topic,
      partition: 1,
      key: `f${i}`,
      value: '{}',
    }));
    for (let i = 0; i < foreign.length; i += 1000) await bed.producer.send(foreign.slice(i, i + 1000));
    const worker = await bed.startWorker({ STAGES: 'mix' });
    const id = await bed.place();
    await bed.waitForOrder(id, (o) => o.stage !== 'mix');
    await bed.waitUntilIdle('mix');
    await worker.stop();
    const incidents = () => bed.incidents.slice(before);
    const records = () => incidents().reduce((sum, i) => sum + (i.record?.count ?? 1), 0);
    await vi.waitFor(() => expect(records()).toBe(5000), { timeout: 20_000 });
    expect(incidents().length).toBeGreaterThan(100);
    expect(incidents().length).toBeLessThan(200);
  });

  it('reports a damaged batch as one incident and goes on behind it', async () => {
    const topic = bed.workflow.stages[1]?.topic ?? '';
    const foreign = (value: string) => ({ topic, partition: 0, key: value, value });
    await bed.producer.send(['whole one', 'damaged', 'whole two'].map(foreign));
    await damageLog(inject('brokerData'), { topic, partition: 0, text: 'damaged' });
    const ids = await Promise.all(Array.from({ length: 8 }, () => bed.place()));
    const worker = await bed.startWorker({ STAGES: 'mix,bake' });
    for (const id of ids) await bed.waitForOrder(id, (o) => o.stage === 'rest');
    await bed.waitUntilIdle('bake');
    await worker.stop();
    const incidents = bed.incidents.filter((i) => i.record?.topic === topic);
    expect(incidents).toMatchObject([
      {
        reason: expect.stringMatching(/^offsets \d+ to \d+ cannot be read: the checksum is wrong/),
        stage: 'bake',
      },
    ]);
  });
});
