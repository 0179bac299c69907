import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { recordHeaders } from '@cupcakery/kit/testing/record-headers';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import { parseWorkflow } from '@cupcakery/workflow/file/workflow-file';
import { describe, expect, it } from 'vitest';
import { foreignDetails, foreignOrderId } from './foreign-order.ts';
import { ticketOf } from './ticket.ts';

const workflow = parseWorkflow(
  `
name: cakes
title: Cakes
promise: 10m
details: { type: object, required: [flavour], properties: { flavour: { type: string }, size: { type: string } } }
stages:
  - { name: mix, done: mixed, verb: mix, topic: tomix, role: mixer, mode: manual, adopt: true }
results: { topic: donecakes }
`,
  'cakes.yaml',
);

const record = (value: string | Buffer | null, headers: Record<string, string> = {}): KafkaRecord => ({
  topic: 'tomix',
  partition: 3,
  offset: 17,
  timestamp: 0,
  key: 'kim',
  value: value === null ? null : Buffer.from(value),
  headers: recordHeaders(headers),
});

const structured = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };
const event = { specversion: '1.0', id: '1', source: '/old', type: 'order' };

describe('a foreign record is the order', () => {
  it.each<[string, KafkaRecord]>([
    ['in its JSON', record('{"flavour":"Lemon","size":"M"}')],
    ['with its fields in another order', record('{"size":"M","flavour":"Lemon"}')],
    ['behind a byte order mark', record('\uFEFF{"flavour":"Lemon","size":"M"}')],
    [
      'of a CloudEvent in binary mode',
      record('{"flavour":"Lemon","size":"M"}', { ce_id: '1', ce_source: '/old', ce_specversion: '1.0' }),
    ],
    [
      'of a CloudEvent in structured mode',
      record(JSON.stringify({ ...event, data: { flavour: 'Lemon', size: 'M' } }), structured),
    ],
    [
      'of a CloudEvent with its data in base64',
      record(
        JSON.stringify({
          ...event,
          data_base64: Buffer.from('{"flavour":"Lemon","size":"M"}').toString('base64'),
        }),
        structured,
      ),
    ],
  ])('%s', (_name, foreign) => {
    const { details, json } = foreignDetails(workflow, foreign);
    expect(details).toEqual({ flavour: 'Lemon', size: 'M' });
    expect(JSON.parse(json.toString())).toEqual(details);
  });
});

describe('a foreign record is no order', () => {
  it.each<[string, KafkaRecord, RegExp]>([
    ['without a value', record(null), /tombstone/],
    ['that is not JSON', record('hello'), /not JSON/],
    ['whose details do not fit', record('{"flavour":7}'), /details\/flavour/],
    ['that says it is a CloudEvent and is none', record('{"flavour":"Lemon"}', structured), /specversion/],
    ['of a CloudEvent without data', record(JSON.stringify(event), structured), /without data/],
  ])('%s', (_name, foreign, reason) => {
    expect(() => foreignDetails(workflow, foreign)).toThrow(reason);
  });
});

describe('the id of a foreign order', () => {
  const idOf = (offset: number, from: number) =>
    foreignOrderId(workflow, { topic: 'tomix', partition: 3, offset, key: 'kim' }, from);

  it('lies in the partition of its record', () => {
    expect(partitionOf(idOf(17, 0), 12)).toBe(3);
    expect(partitionOf(idOf(17, 20), 12)).toBe(3);
  });

  it('is another for each record of a key', () => {
    expect(idOf(17, 0)).not.toBe(idOf(18, 0));
    expect(idOf(17, 0)).toBe(idOf(17, 0));
  });

  it('is that of earlier releases for records that they may have adopted', () => {
    expect(idOf(17, 18)).toBe('p3.c2090b28246700b3692c-5cf78d8a');
    expect(idOf(17, 18)).toBe(idOf(16, 18));
    expect(idOf(18, 18)).toBe(idOf(18, 0));
  });
});

describe('the ticket that a record is', () => {
  const [mix] = workflow.stages;
  const ticket = (of: KafkaRecord) =>
    ticketOf(workflow, mix as NonNullable<typeof mix>, of, 0, 1_764_000_000_000);

  it('is not judged by another program’s CloudEvents', () => {
    const foreign = record('{"flavour":"Lemon"}', { ce_id: '1', ce_source: '/other' });
    expect(ticket(foreign).place).toMatchObject({
      id: 'tomix-3-17',
      details: { flavour: 'Lemon' },
      ticketed: true,
    });
  });

  it('waits since now when the record’s timestamp cannot be true', () => {
    expect(ticket(record('{"flavour":"Lemon"}')).readyAt).toBe(1_764_000_000_000);
  });

  it('carries no traceparent that no request could carry', () => {
    expect(ticket(record('{"flavour":"Lemon"}', { traceparent: 'a\nb' })).traceparent).toBeUndefined();
  });

  it('of our own that cannot be read is not taken for an order of others', () => {
    const own = record('{"flavour":"Lemon"}', { ce_source: '/cupcakery/cakes' });
    expect(() => ticket(own)).toThrow(/ticket: id/);
  });
});
