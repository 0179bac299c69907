import { readFileSync } from 'node:fs';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';
import { keyHashOf, newOrderId } from '@cupcakery/workflow/contracts/identity';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import { type Incident, readIncident, readReply } from '@cupcakery/workflow/contracts/records';
import { parseWorkflow } from '@cupcakery/workflow/file/workflow-file';
import { describe, expect, it } from 'vitest';
import { createOrderPartitionProcessor } from './order-partition-processor.ts';
import type { PartitionOrders } from './partition-orders.ts';

const workflow = parseWorkflow(
  readFileSync('charts/cupcakery/workflows/cupcakes.yaml', 'utf8'),
  'cupcakes.yaml',
);
const observer = { answered() {}, changed() {} };
const processor = createOrderPartitionProcessor(workflow, 1, observer);
const details = { flavour: 'Vanilla', size: 'M', quantity: 6 };
const ann = { kind: 'customer', name: 'ann' };
const noon = new Date('2026-11-21T12:00:00Z');
const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000);

let offset = 0;
function record(value: unknown, key = 'k', partition = 0): KafkaRecord {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  offset += 1;
  return {
    topic: 'cupcakes.commands',
    partition,
    offset,
    timestamp: 0,
    key,
    value: Buffer.from(text),
    headers: Buffer.alloc(1),
  };
}

function run(state: PartitionOrders, commands: unknown[], now = noon): ProduceRecord[] {
  const decisions = processor.decide(
    state,
    commands.map((c) => record(c)),
    now,
  );
  decisions.onCommitted();
  return decisions.records;
}

const of = (records: ProduceRecord[], topic: string) => records.filter((r) => r.topic === topic);
const place = (id: string, key?: string) => ({
  type: 'place',
  id: `c-${id}`,
  orderId: id,
  by: ann,
  customerId: 'ann',
  details,
  ...(key === undefined ? {} : { keyHash: keyHashOf('cupcakes', 'ann', key), bodyHash: 'b' }),
});

/** What a new owner of the partition reads: the last snapshots, compacted. */
function restored(written: ProduceRecord[]): PartitionOrders {
  const state = processor.create(0);
  for (const { key, value } of of(written, 'cupcakes.orders')) {
    processor.restore(state, { ...record('', key), value: value === null ? null : Buffer.from(value) });
  }
  return state;
}

describe('the order partition processor', () => {
  it('places one order for many commands with one key, in one batch and after a restart', () => {
    const state = processor.create(0);
    const key = 'same';
    const ids = Array.from({ length: 5 }, () =>
      newOrderId(workflow, details, keyHashOf('cupcakes', 'ann', key)),
    );
    const records = run(
      state,
      ids.slice(0, 3).map((id) => place(id, key)),
    );
    expect(of(records, 'cupcakes.order-events')).toHaveLength(1);
    const after = run(
      restored(records),
      ids.slice(3).map((id) => place(id, key)),
    );
    expect(of(after, 'cupcakes.order-events')).toHaveLength(0);
    for (const reply of of([...records, ...after], 'cupcakes.replies')) {
      expect(readReply(reply.value as string).order?.id).toBe(ids[0]);
    }
  });

  it('changes nothing before the transaction is committed', () => {
    const state = processor.create(0);
    const id = newOrderId(workflow, details);
    processor.decide(state, [record(place(id))], noon);
    expect(processor.isEmpty(state)).toBe(true);
    expect(of(run(state, [place(id)]), 'cupcakes.order-events')).toHaveLength(1);
  });

  it('reports what it cannot read as an incident and decides the next command', () => {
    const records = run(processor.create(0), [
      'not json',
      { type: 'fly' },
      place(newOrderId(workflow, details)),
    ]);
    const incidents = of(records, 'cupcakes.incidents').map((r): Incident => readIncident(r.value as string));
    expect(incidents.map((i) => i.record?.topic)).toEqual(['cupcakes.commands', 'cupcakes.commands']);
    expect(of(records, 'cupcakes.order-events')).toHaveLength(1);
  });

  it('reports commands whose batch is damaged as one incident and decides the next one', () => {
    const damaged = {
      ...record(''),
      key: null,
      value: null,
      offset: 7,
      unreadable: { last: 9, reason: 'a bit' },
    };
    const state = processor.create(0);
    const { records } = processor.decide(
      state,
      [damaged, record(place(newOrderId(workflow, details)))],
      noon,
    );
    const incidents = of(records, 'cupcakes.incidents').map((r): Incident => readIncident(r.value as string));
    expect(incidents).toMatchObject([
      {
        reason: 'offsets 7 to 9 cannot be read: a bit',
        record: { topic: 'cupcakes.commands', partition: 0, offset: '7', key: null },
      },
    ]);
    expect(of(records, 'cupcakes.order-events')).toHaveLength(1);
  });

  it('reports a command whose order belongs to another partition as an incident', () => {
    const many = createOrderPartitionProcessor(workflow, 4, observer);
    const id = newOrderId(workflow, details);
    const wrong = (partitionOf(id, 4) + 1) % 4;
    const { records } = many.decide(many.create(wrong), [record(place(id), id, wrong)], noon);
    expect(records.map((r) => r.topic)).toEqual(['cupcakes.incidents']);
  });

  it('archives all that are due, in as many transactions as that takes', () => {
    const state = processor.create(0);
    const count = 620;
    const ids = Array.from({ length: count }, () => newOrderId(workflow, details));
    const cancels = ids.map((id) => ({ type: 'cancel', id: `x-${id}`, orderId: id, by: ann }));
    const written = run(state, [...ids.map((id) => place(id)), ...cancels]);
    for (const known of [state, restored(written)]) {
      const archived = new Set<string>();
      for (let more = true; more; ) {
        const expired = processor.expire?.(known, later(workflow.archiveAfter + 1));
        expired?.onCommitted();
        for (const { key } of of(expired?.records ?? [], 'cupcakes.orders')) archived.add(key);
        more = expired?.more ?? false;
      }
      expect(archived.size).toBe(count);
    }
  });

  it('archives closed orders after archiveAfter, with their withdrawals, and keeps open ones', () => {
    const state = processor.create(0);
    const [open, cancelled] = [newOrderId(workflow, details), newOrderId(workflow, details)];
    const cancel = { type: 'cancel', id: 'x', orderId: cancelled, by: ann };
    const written = run(state, [place(open), place(cancelled), cancel]);
    for (const known of [state, restored(written)]) {
      expect(processor.expire?.(known, later(workflow.archiveAfter - 1))?.records ?? []).toEqual([]);
      const tombstones = processor.expire?.(known, later(workflow.archiveAfter + 1));
      tombstones?.onCommitted();
      expect(tombstones?.records.map((r) => [r.topic, r.key, r.value])).toEqual([
        ['cupcakes.orders', cancelled, null],
        ['cupcakes.withdrawals', `${cancelled}/mix`, null],
      ]);
      expect(processor.expire?.(known, later(workflow.archiveAfter + 2))).toBeUndefined();
      expect(processor.isEmpty(known)).toBe(false);
    }
  });

  it('writes a pause beside its reply, and nothing of orders; the last word in a batch counts', () => {
    const state = processor.create(0);
    const control = (id: string, fields: object) => ({
      type: 'control',
      id,
      orderId: 'control/stage/mix',
      by: { kind: 'cook', name: 'sue' },
      actor: { sub: 's-1' },
      about: 'stage/mix',
      ...fields,
    });
    const records = run(state, [
      control('c-1', { paused: true, reason: 'no eggs' }),
      control('c-2', { paused: false }),
      control('c-3', { paused: true }),
    ]);
    expect(records.map(({ topic, key }) => [topic, key])).toEqual([
      ['cupcakes.control', 'stage/mix'],
      ['cupcakes.replies', 'c-1'],
      ['cupcakes.control', 'stage/mix'],
      ['cupcakes.replies', 'c-2'],
      ['cupcakes.replies', 'c-3'],
    ]);
    const replies = of(records, 'cupcakes.replies').map(({ value }) => readReply(value as string));
    expect(replies.map(({ code, control: now }) => code ?? now?.paused)).toEqual([true, false, 'INVALID']);
    expect(processor.isEmpty(state)).toBe(true);
  });

  it('makes a small incident of a command that cannot be read, whatever its key', () => {
    const state = processor.create(0);
    const { records } = processor.decide(state, [record('not json', '\u0001'.repeat(700_000))], noon);
    const [incident] = of(records, 'cupcakes.incidents');
    expect(String(incident?.value).length).toBeLessThan(3000);
    expect(readIncident(String(incident?.value)).record?.key).toMatch(/^base64:.*…$/);
  });
});
