import { expect, test } from 'vitest';
import { contactSchema } from '../contracts/contact.ts';
import { readContact } from '../contracts/records.ts';
import { workRefusal } from '../contracts/work-command.ts';
import { cakes, carl, command, given, orderId, timeAt, worker } from '../testing/decider-spec.ts';
import { dedupStubOf } from './command-log.ts';
import { tombstonesOf } from './effects.ts';

const contact = { name: 'Carl', email: 'carl@shop.example', language: 'de' };
const placing = () => command('place', carl, { contact });

test('a contact is on its own topic, and in no event, snapshot, ticket or reply', () => {
  const { records } = given([]).when(placing());
  const own = records.filter(({ topic }) => topic === 'cakes.contacts');
  expect(own.map(({ key }) => key)).toEqual([orderId]);
  expect(readContact(own[0]?.value ?? null)).toEqual(contact);
  expect(own[0]?.event.type).toBe('cupcakery.Contact');
  for (const { topic, value } of records.filter((record) => !own.includes(record))) {
    expect([topic, value]).toEqual([topic, expect.not.stringMatching(/shop\.example|"Carl"/)]);
  }
});

test('it goes with the order, also when little is kept of that', () => {
  const { state } = given([placing(), command('cancel', carl)]);
  if (!state) throw new Error('no order');
  const gone = tombstonesOf(cakes, dedupStubOf(cakes, state), timeAt(9));
  expect(gone.filter(({ topic }) => topic === 'cakes.contacts')).toEqual([
    expect.objectContaining({ key: orderId, value: null }),
  ]);
  const { state: without } = given([command('place', carl), command('cancel', carl)]);
  if (!without) throw new Error('no order');
  expect(tombstonesOf(cakes, without, timeAt(9)).some(({ topic }) => topic === 'cakes.contacts')).toBe(false);
});

test('a repeated request writes it once', () => {
  const fields = { contact, keyHash: 'k', bodyHash: 'b' };
  const again = given([command('place', carl, fields)]).when(command('place', carl, fields));
  expect(again.records.some(({ topic }) => topic === 'cakes.contacts')).toBe(false);
});

test('workers bring none: the records that they adopt are orders as they are', () => {
  const adopting = command('place', worker, { ticketed: true, contact });
  expect(workRefusal(adopting)).toContain('workers only adopt');
});

test.each([
  [{}, false],
  [{ language: 'de' }, false],
  [{ email: 'no address' }, false],
  [{ name: ' ' }, false],
  [{ email: 'a@b.example', phone: '1' }, false],
  [{ address: 'x'.repeat(501) }, false],
  [{ email: 'a@b.example' }, true],
  [{ name: 'Jörg', address: 'Am Ofen 1' }, true],
])('%j is a contact: %s', (value, is) => {
  expect(contactSchema.safeParse(value).success).toBe(is);
});
