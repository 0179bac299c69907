import { describe, expect, it } from 'vitest';
import { type GroupInput, type GroupState, outsideGroup, reduceGroup } from './group-state.ts';

const member: GroupState = {
  memberId: 'm-1',
  generation: 3,
  assigned: [0, 1],
  joined: true,
  confirmedAt: 1000,
};
const failed = (code: string, now = 1500): GroupInput => ({
  type: 'failed',
  code,
  now,
  sessionTimeoutMs: 10_000,
});

describe('a member of a group', () => {
  it('has no partitions before its assignment, though it is in a generation', () => {
    const [state, actions] = reduceGroup(outsideGroup, {
      type: 'generation',
      memberId: 'm-1',
      generation: 1,
    });
    expect(state).toMatchObject({ memberId: 'm-1', generation: 1, joined: false, assigned: [] });
    expect(actions).toEqual([]);
  });

  it.each([
    { name: 'the first one', before: [], now: [0, 1], added: [0, 1], kept: [], revoked: [] },
    { name: 'one that takes some away', before: [0, 1, 2], now: [1], added: [], kept: [1], revoked: [0, 2] },
    { name: 'one that gives others', before: [0, 1], now: [1, 2], added: [2], kept: [1], revoked: [0] },
    { name: 'an empty one', before: [0], now: [], added: [], kept: [], revoked: [0] },
  ])('reports what an assignment changes: $name', ({ before, now, added, kept, revoked }) => {
    const [state, actions] = reduceGroup(
      { ...member, joined: false, assigned: before },
      { type: 'assigned', partitions: now, sentAt: 2000 },
    );
    expect(state).toEqual({ ...member, assigned: now, joined: true, confirmedAt: 2000 });
    const change = { assigned: now, added, kept, revoked };
    expect(actions).toEqual([{ type: 'assignment', change }, { type: 'confirmed' }]);
  });

  it('counts a heartbeat from when it was sent, not from its answer', () => {
    const [state, actions] = reduceGroup(member, { type: 'confirmed', sentAt: 1200 });
    expect(state).toEqual({ ...member, confirmedAt: 1200 });
    expect(actions).toEqual([{ type: 'confirmed' }]);
  });

  it('rejoins a rebalance at once and keeps its partitions until then', () => {
    const [state, actions] = reduceGroup(member, failed('REBALANCE_IN_PROGRESS', 1e9));
    expect(state).toEqual({ ...member, joined: false });
    expect(actions).toEqual([]);
  });

  it('keeps its partitions while a lost connection is younger than a session', () => {
    const [state, actions] = reduceGroup(member, failed('', 11_000));
    expect(state).toEqual({ ...member, joined: false });
    expect(actions).toEqual([{ type: 'recover' }]);
  });

  const revokedAll = {
    type: 'assignment',
    change: { assigned: [], added: [], kept: [], revoked: [0, 1] },
  };
  it.each([
    { name: 'unconfirmed for a session', input: failed('', 11_001) },
    { name: 'unknown to the coordinator', input: failed('UNKNOWN_MEMBER_ID') },
    { name: 'in an old generation', input: failed('ILLEGAL_GENERATION') },
    { name: 'replaced by another of its name', input: failed('FENCED_INSTANCE_ID') },
  ])('has lost its partitions when it is $name', ({ input }) => {
    const [state, actions] = reduceGroup(member, input);
    expect(state).toEqual({ ...outsideGroup, confirmedAt: member.confirmedAt });
    expect(actions).toEqual([revokedAll, { type: 'recover' }]);
    // The loss is reported once.
    expect(reduceGroup(state, input)[1]).toEqual([{ type: 'recover' }]);
  });

  it('that never joined begins again without a member id', () => {
    const [named] = reduceGroup(outsideGroup, { type: 'generation', memberId: 'm-1', generation: 1 });
    expect(reduceGroup(named, failed('', 5))).toEqual([outsideGroup, [{ type: 'recover' }]]);
  });
});
