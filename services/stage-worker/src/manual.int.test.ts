import { createLagProbe } from '@cupcakery/kit/kafka/admin/group-lag';
import { createInspector } from '@cupcakery/kit/kafka/admin/inspector';
import { readCommitMetadata } from '@cupcakery/kit/kafka/consume/commit-metadata';
import { joinConsumerGroup } from '@cupcakery/kit/kafka/consume/group/group';
import { hashOf } from '@cupcakery/workflow/contracts/identity';
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
  const probe = createLagProbe({ kafka: bed.kafka, group: `${bed.workflow.name}.decide`, topics: [topic] });
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

describe('a worker of a stage whose foreign records an earlier release has adopted', () => {
  it('keeps their orders, and makes orders of their own of the records behind them', async () => {
    const own = await openTestBed(inject('brokers'), [
      'name: decide, done: decided, verb: decide, mode: manual, adopt: true',
    ]);
    const topic = own.workflow.stages[0]?.topic ?? '';
    const group = `${own.workflow.name}.decide`;
    const record = { topic, partition: 2, key: 'kim@x.org', value: '{"flavour":"Lemon"}' };
    try {
      // As that release left it: an order under an id from the key alone, its ticket held and not committed.
      await own.producer.send([record]);
      const hash = hashOf(own.workflow.name, record.key);
      const orderId = `p2.${hash.slice(0, 20)}-${hash.slice(20, 28)}`;
      const details = { flavour: 'Lemon' };
      const bodyHash = hashOf(record.value);
      // By a person, to have an answer to wait for.
      await own.request({
        type: 'place',
        id: `${topic}-2-0`,
        orderId,
        by: ann,
        bodyHash,
        details,
        ticketed: true,
      });
      const assigned = Promise.withResolvers<void>();
      const member = await joinConsumerGroup({
        kafka: own.kafka,
        group,
        topic,
        onAssignment: () => assigned.resolve(),
      });
      await assigned.promise;
      await member.commit([{ partition: 2, offset: 0, metadata: '' }]);
      await member.stop();

      await own.startWorker();
      await vi.waitFor(async () => expect(await committedSince(own, group, topic)).toBe(1), {
        timeout: 20_000,
      });
      await own.producer.send([record]);
      await vi.waitFor(() => expect(own.orders.size).toBe(2), { timeout: 20_000 });
      for (const id of own.orders.keys()) {
        await own.request({ type: 'complete', orderId: id, by: ann, stage: 'decide' });
      }
      await own.waitUntilIdle('decide');
      expect([...own.orders.keys()]).toContain(orderId);
      expect(own.orders.size).toBe(2);
    } finally {
      await own.close();
    }
  });
});

/** The offset that the commits of partition 2 remember. */
async function committedSince({ kafka }: TestBed, group: string, topic: string): Promise<number | undefined> {
  const inspector = createInspector(kafka);
  const commit = (await inspector.committed(group)).get(topic)?.get(2);
  await inspector.stop();
  return commit && readCommitMetadata(commit.offset, commit.metadata).since;
}
