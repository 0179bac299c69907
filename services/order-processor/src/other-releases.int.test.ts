import { randomUUID } from 'node:crypto';
import type { CommandOf } from '@cupcakery/workflow/contracts/command';
import { keyHashOf, newOrderId } from '@cupcakery/workflow/contracts/identity';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { openTestBed, type ProcessorTestBed, partitions, type RawSnapshot } from './testing/test-bed.ts';

let bed: ProcessorTestBed;
beforeAll(async () => {
  bed = await openTestBed(inject('brokers'));
});
afterAll(() => bed?.close());

const kim = { kind: 'customer', name: 'kim' } as const;
const worker = { kind: 'worker', name: 'w' } as const;

function place(key = randomUUID()): CommandOf<'place'> {
  const keyHash = keyHashOf(bed.workflow.name, 'kim', key);
  const orderId = newOrderId(bed.workflow, {}, keyHash);
  return {
    type: 'place',
    id: randomUUID(),
    orderId,
    by: kim,
    customerId: 'kim',
    details: {},
    keyHash,
    bodyHash: 'b',
  };
}

const complete = ({ id, stage, visit }: RawSnapshot): CommandOf<'complete'> => ({
  type: 'complete',
  id: randomUUID(),
  orderId: id,
  by: worker,
  stage,
  visit,
});

/** Places an order, then writes what another release would have made of it. */
async function placedAndRewritten(change: (snapshot: RawSnapshot) => object): Promise<CommandOf<'place'>> {
  const processor = await bed.startProcessor();
  const command = place();
  await bed.request(command);
  const snapshot = await bed.waitForSnapshot(command.orderId, () => true);
  await processor.stop();
  await bed.write(bed.names.orders, command.orderId, { ...snapshot, ...change(snapshot) });
  return command;
}

it('goes on with an order that a newer release wrote: its event need not be known, and its fields are kept', async () => {
  const { orderId, ...first } = await placedAndRewritten(({ id, version }) => ({
    version: version + 1,
    giftWrap: { colour: 'red' },
    stages: [{ name: 'mix', readyAt: '2026-11-29T12:00:00.000Z', bowl: 7 }, { name: 'bake' }],
    event: { type: 'OrderGiftWrapped', orderId: id, version: version + 1, at: 'x', by: 'kim', colour: 'red' },
  }));
  const processor = await bed.startProcessor();
  const rewritten = await bed.waitForSnapshot(orderId, ({ version }) => version === 2);
  await bed.send(complete(rewritten), bed.names.work);
  const completed = await bed.waitForSnapshot(orderId, ({ version }) => version === 3);
  expect(completed).toMatchObject({
    stage: 'bake',
    giftWrap: { colour: 'red' },
    stages: [{ name: 'mix', bowl: 7, by: 'w' }, { name: 'bake' }],
  });
  const repeated = await bed.request({ ...first, orderId, id: randomUUID() });
  expect(repeated.order?.id).toBe(orderId);
  await processor.stop();
});

it.each([
  ['of a newer form', { schemaVersion: 2 }, 'schemaVersion: was written by a newer release'],
  ['with a status that it does not know', { status: 'on-hold' }, 'status'],
])(
  'stops the partition of an order %s, loudly: no second order under its key, and others go on',
  async (_name, change, reason) => {
    const { orderId, ...first } = await placedAndRewritten(() => change);
    const processor = await bed.startProcessor();
    // As the same request would, under another id of the same partition.
    const again = { ...first, id: randomUUID(), orderId: newOrderId(bed.workflow, {}, first.keyHash) };
    await bed.send(again);
    const partition = partitionOf(orderId, partitions);
    await vi.waitFor(
      async () =>
        expect((await processor.metric('cupcakery_partition_stopped')).get(String(partition))).toBe(1),
      { timeout: 20_000 },
    );
    expect(bed.snapshots.has(again.orderId)).toBe(false);
    const stop = processor.errors.find((line) => line.includes('partition stopped'));
    expect(stop).toContain(`${bed.names.orders}/${partition}: the state of ${orderId} at offset`);
    expect(stop).toContain(reason);
    const elsewhere = () => {
      for (;;) {
        const other = place();
        if (partitionOf(other.orderId, partitions) !== partition) return other;
      }
    };
    expect((await bed.request(elsewhere())).code).toBeUndefined();
    await processor.stop();
    // As a person would: back to what this release reads.
    const snapshot = bed.snapshots.get(orderId);
    await bed.write(bed.names.orders, orderId, { ...snapshot, status: 'open', schemaVersion: 1 });
  },
);

it('carries out workers’ commands on either topic, and on their own nothing that only people may do', async () => {
  const processor = await bed.startProcessor();
  const { orderId } = await (async () => {
    const command = place();
    await bed.request(command);
    return command;
  })();
  const placed = await bed.waitForSnapshot(orderId, () => true);
  const forged = [
    { type: 'cancel', id: randomUUID(), orderId, by: { kind: 'manager', name: 'mallory' } },
    { type: 'cancel', id: randomUUID(), orderId, by: worker },
    { ...place(), by: worker },
  ] as const;
  for (const command of forged) await bed.send(command, bed.names.work);
  await vi.waitFor(
    () => expect(bed.incidents.filter(({ reason }) => reason.startsWith('refused: '))).toHaveLength(3),
    { timeout: 20_000 },
  );
  expect(bed.snapshots.get(orderId)).toMatchObject({ version: 1, status: 'open' });
  await bed.send(complete(placed), bed.names.work);
  const mixed = await bed.waitForSnapshot(orderId, ({ stage }) => stage === 'bake');
  // From a worker of the release before, or one that an upgrade has left there.
  await bed.send(complete(mixed), bed.names.commands);
  await bed.waitForSnapshot(orderId, ({ status }) => status === 'finished');
  await processor.stop();
});
