import { describe, expect, test } from 'vitest';
import type { Command } from '../contracts/command.ts';
import { readState, snapshotJson } from '../contracts/snapshot.ts';
import { ann, bob, boss, cakes, carl, command, from, given } from '../testing/decider-spec.ts';
import { dedupStubOf } from './command-log.ts';

/** Ann and Bob by their subjects; `ann` is a display name that anybody may take. */
const annSub = { sub: 'sub-ann' };
const bobSub = { sub: 'sub-bob' };
const board = { sub: 'sub-board', via: 'as' };
const mix = { stage: 'mix' };
const placed = () => command('place', carl, { actor: { sub: 'carl' } });
const claimed = (actor?: object) => [
  placed(),
  command('claim', ann, { ...mix, ...(actor ? { actor } : {}) }),
];

describe('a claim', () => {
  type Case = [
    what: string,
    holder: object | undefined,
    by: Command['by'],
    actor: object | undefined,
    string,
  ];
  test.each<Case>([
    ['the person that claimed it', annSub, ann, annSub, 'StageReleased, ticket'],
    [
      'the same person under a new name',
      annSub,
      { kind: 'cook', name: 'Ann B.' },
      annSub,
      'StageReleased, ticket',
    ],
    ['another person under the name', annSub, ann, bobSub, 'CLAIMED'],
    ['another person who says to act for ann', annSub, ann, { ...bobSub, via: 'as' }, 'CLAIMED'],
    ['another person', annSub, bob, bobSub, 'CLAIMED'],
    ['a manager', annSub, boss, { sub: 'sub-boss' }, 'StageReleased, ticket'],
    ['a worker of that name', annSub, { kind: 'worker', name: 'ann' }, undefined, 'CLAIMED'],
    ['the same name at the shared board', board, ann, board, 'StageReleased, ticket'],
    ['another name at the shared board', board, bob, board, 'CLAIMED'],
    ['ann herself, for a claim at the board', board, ann, annSub, 'CLAIMED'],
    ['the name, for a claim of an older release', undefined, ann, annSub, 'StageReleased, ticket'],
    ['a name given at a board, for such a claim', undefined, ann, board, 'CLAIMED'],
    ['an order-api of an older release', annSub, ann, undefined, 'StageReleased, ticket'],
  ])('is released by %s?', (_what, holder, by, actor, answer) => {
    const release = command('release', by, { ...mix, ...(actor ? { actor } : {}) });
    expect(given(claimed(holder)).when(release).summary).toBe(answer);
  });

  test('is not completed in another’s name, however fresh it is', () => {
    const theft = command('complete', ann, { ...mix, actor: { ...bobSub, via: 'MixedBy' } });
    expect(given(claimed(annSub)).when(theft).summary).toBe('CLAIMED');
    expect(given(claimed(annSub)).when(command('complete', ann, { ...mix, actor: annSub })).summary).toBe(
      'StageCompleted, ticket, withdrawal',
    );
  });

  test('ends with the claim: nothing of it is left in the order', () => {
    for (const type of ['release', 'complete'] as const) {
      const { order } = given(claimed(annSub)).when(command(type, ann, { ...mix, actor: annSub }));
      expect(order).not.toHaveProperty('claimedActor');
      expect(order).not.toHaveProperty('claimedBy');
    }
  });

  test('names the person in the order and in the event, beside the name', () => {
    const { order, outcome } = given([placed()]).when(command('claim', ann, { ...mix, actor: board }));
    expect(order).toMatchObject({ claimedBy: 'ann', claimedActor: board });
    expect(outcome.steps[0]?.event).toMatchObject({ type: 'StageClaimed', by: 'ann', actor: board });
  });
});

test('an event of a customer has no name in it, but the person', () => {
  const [step] = given([]).when(placed()).outcome.steps;
  expect(step?.event).toMatchObject({ by: 'customer', actor: { sub: 'carl' }, customerId: 'carl' });
});

test('events and snapshots of releases without subjects are read on', () => {
  const { state } = given(claimed());
  if (!state) throw new Error('no order');
  const read = readState(Buffer.from(snapshotJson(JSON.stringify(state.order), '{}', state)));
  expect(from(read).when(command('complete', ann, { ...mix, actor: annSub })).order.stage).toBe('bake');
});

describe('a scope', () => {
  const scoped = { ...cakes, scope: { field: 'flavour', claim: 'team' } };
  const act = (type: 'complete' | 'cancel', scope: string[]) =>
    given([placed()], scoped).when(command(type, ann, { ...(type === 'complete' ? mix : {}), scope }));

  test('hides the orders outside of it from every command', () => {
    expect(act('complete', ['Mint']).summary).toBe('NOT_FOUND');
    expect(act('cancel', []).summary).toBe('NOT_FOUND');
    expect(act('complete', ['Mint', 'Lemon']).summary).toBe('StageCompleted, ticket, withdrawal');
    const [reply] = act('complete', ['Mint']).records;
    expect(reply?.value).not.toContain('Lemon');
  });

  test('still hides a closed order of which little is kept', () => {
    const { state } = given([placed(), command('cancel', carl, { actor: { sub: 'carl' } })], scoped);
    if (!state) throw new Error('no order');
    const closed = from(dedupStubOf(scoped, state), scoped);
    expect(closed.when(command('complete', ann, { ...mix, scope: ['Mint'] })).summary).toBe('NOT_FOUND');
    expect(closed.when(command('complete', ann, { ...mix, scope: ['Lemon'] })).summary).toBe('CLOSED');
  });
});
