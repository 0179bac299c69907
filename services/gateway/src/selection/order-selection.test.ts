import { expect, test } from 'vitest';
import { teaOrder, teaWorkflow } from '../testing/tea.ts';
import { orderSelection, ticketSelection } from './order-selection.ts';

const workflow = teaWorkflow();
const order = teaOrder;
const caller = (subject: string, ...roles: string[]) => ({ subject, name: subject, roles });

test.each([
  ['admin', 'other', true],
  ['sre', 'other', true],
  ['boiler', 'other', true],
  ['baker', 'other', false],
  ['customer', 'other', false],
  ['customer', 'ann', true],
])('%s ann sees an order of %s: %s', (role, customerId, expected) => {
  expect(orderSelection(caller('ann', role), workflow).matches(order({ customerId }))).toBe(expected);
});

test('`mine` narrows what staff see to their own orders', () => {
  const { matches } = orderSelection(caller('ann', 'admin'), workflow, { mine: true });
  expect([order({ customerId: 'ann' }), order({ customerId: 'bob' }), order({})].map(matches)).toEqual([
    true,
    false,
    false,
  ]);
});

test('the parts of a filter narrow each other; an empty list means none', () => {
  const ann = caller('ann', 'admin');
  const filter = { ids: ['o-1', 'o-2'], status: ['open' as const], stages: ['boil'] };
  const { matches } = orderSelection(ann, workflow, filter);
  expect(matches(order({}))).toBe(true);
  expect(matches(order({ id: 'o-3' }))).toBe(false);
  expect(matches(order({ status: 'finished' }))).toBe(false);
  expect(orderSelection(ann, workflow, { ids: [] }).matches(order({}))).toBe(false);
});

test('customers are not notified of an order that is known by its tombstone only', () => {
  expect(orderSelection(caller('ann', 'customer'), workflow).mayHaveMatched('o-1', null)).toBe(false);
  expect(orderSelection(caller('ann', 'sre'), workflow).mayHaveMatched('o-1', null)).toBe(true);
  expect(orderSelection(caller('ann', 'sre'), workflow, { ids: ['o-2'] }).mayHaveMatched('o-1', null)).toBe(
    false,
  );
});

test('a ticket is an open order at its stage: neither done there nor stopped', () => {
  const { matches } = ticketSelection(caller('ann', 'boiler'), workflow, 'boil');
  expect(matches(order({ stageStatus: 'claimed' }))).toBe(true);
  expect(matches(order({ stageStatus: 'done' }))).toBe(false);
  expect(matches(order({ status: 'incident' }))).toBe(false);
  expect(matches(order({ stage: 'pour' }))).toBe(false);
});
