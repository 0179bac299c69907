import { describe, expect, test } from 'vitest';
import { carl, command, given } from '../testing/decider-spec.ts';
import {
  RecordError,
  readCommand,
  readEvent,
  readIncident,
  readReply,
  readTicket,
  readWithdrawal,
} from './records.ts';
import { orderOf, readSnapshot, readState } from './snapshot.ts';

const placed = given([]).when(command('place', carl));
const snapshotText = placed.records.find((r) => r.topic === 'cakes.orders')?.value ?? '';
const edit = (text: string, change: Record<string, unknown>) =>
  JSON.stringify({ ...(JSON.parse(text) as Record<string, unknown>), ...change });

const readers = [
  ['command', readCommand],
  ['ticket', readTicket],
  ['snapshot', readSnapshot],
  ['event', readEvent],
  ['withdrawal', readWithdrawal],
  ['reply', readReply],
  ['incident', readIncident],
] as const;

describe.each(readers)('a %s that cannot be read', (what, read) => {
  test.each([
    ['a tombstone', null, `${what}: the value is empty`],
    ['no JSON', '{"id":', `${what}: not JSON: `],
    ['nothing at all', '', `${what}: not JSON: `],
    ['Avro', Buffer.from([0, 0, 0, 0, 1, 0xff]), `${what}: not JSON: `],
    ['a number', '7', `${what}: value: `],
    ['null', 'null', `${what}: value: `],
    ['an object of something else', '{"a":1}', `${what}: `],
  ])('%s says so', (_title, value, message) => {
    expect(() => read(value)).toThrow(RecordError);
    expect(() => read(value)).toThrow(message);
  });
});

describe('a record with one wrong field names it', () => {
  test.each([
    ['command', () => readCommand('{"type":"fly"}'), 'command: type: '],
    [
      'command',
      () => readCommand(JSON.stringify({ ...command('place', carl), by: { kind: 'god', name: 'x' } })),
      'command: by.kind: ',
    ],
    ['ticket', () => readTicket(edit(snapshotText, { visit: '1' })), 'ticket: visit: '],
    ['ticket', () => readTicket(edit(snapshotText, { stages: [{}] })), 'ticket: stages.0.name: '],
    ['snapshot', () => readSnapshot(edit(snapshotText, { memory: {} })), 'snapshot: memory.recent: '],
    ['event', () => readEvent('{"type":"OrderEaten"}'), 'event: type: '],
    ['withdrawal', () => readWithdrawal('{"visit":1.5,"reason":"x"}'), 'withdrawal: visit: '],
    ['reply', () => readReply('{"id":"a","orderId":"b","code":"NO"}'), 'reply: code: '],
  ])('%s', (_what, read, message) => {
    expect(read).toThrow(message);
  });
});

describe('a record of a later version', () => {
  test('is read without the fields that this version does not have', () => {
    expect(readWithdrawal('{"visit":1,"reason":"x","colour":"red"}')).toEqual({ visit: 1, reason: 'x' });
    expect(readTicket(edit(snapshotText, { colour: 'red' }))).toEqual(placed.order);
  });
});

describe('what a newer release has written', () => {
  const gift = { giftWrap: { colour: 'red' }, event: { type: 'OrderGiftWrapped', colour: 'red' } };

  test('is read: an event of an unknown type does no harm, and unknown fields stay with the order', () => {
    const { order } = readState(edit(snapshotText, gift));
    expect(order).toEqual({ ...placed.order, giftWrap: { colour: 'red' } });
    expect(orderOf(readSnapshot(edit(snapshotText, gift)))).toEqual(placed.order);
  });

  test('is read as an event that happened, though not as what', () => {
    const event = { type: 'OrderGiftWrapped', orderId: 'a-b', version: 2, at: 't', by: 'ann', colour: 'red' };
    const { type: name, colour: _colour, ...base } = event;
    expect(readEvent(JSON.stringify(event))).toEqual({ ...base, type: 'Future', name });
  });

  test.each([
    [{ schemaVersion: 2 }, 'schemaVersion: was written by a newer release; this one reads versions up to 1'],
    [{ status: 'on-hold' }, 'status: '],
  ])('is refused when its form has changed: %j', (change, reason) => {
    for (const read of [readState, readSnapshot]) {
      expect(() => read(edit(snapshotText, change))).toThrow(`snapshot: ${reason}`);
    }
  });
});

describe('a snapshot', () => {
  test('is read from bytes as from text', () => {
    expect(readSnapshot(Buffer.from(snapshotText))).toEqual(readSnapshot(snapshotText));
  });

  test('holds the order and the state', () => {
    const snapshot = readSnapshot(snapshotText);
    expect(orderOf(snapshot)).toEqual(placed.order);
    expect(readState(snapshotText)).toEqual(placed.outcome.state);
    expect(readTicket(snapshotText)).toEqual(placed.order);
  });

  test('keeps text that looks like JSON, or like its own fields, as text', () => {
    const flavour = '"},"event":{"version":99},"memory":{"recent":[]}} \u2028 \ud83e\uddc1';
    const { records } = given([]).when(command('place', carl, { details: { flavour } }));
    const snapshot = readSnapshot(records.find((r) => r.topic === 'cakes.orders')?.value ?? null);
    expect(snapshot.details).toEqual({ flavour });
    expect(snapshot.version).toBe(1);
  });
});
