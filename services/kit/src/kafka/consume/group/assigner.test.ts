import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignSticky, type MemberState } from './assigner.ts';

const partitions = (n: number) => Array.from({ length: n }, (_, i) => i);
const fresh = (...ids: string[]): MemberState[] =>
  ids.map((memberId) => ({ memberId, owned: [], generation: -1 }));
const next = (before: Map<string, number[]>, ids: string[], generation = 1): MemberState[] =>
  ids.map((memberId) => ({ memberId, owned: before.get(memberId) ?? [], generation }));

describe('the sticky assigner', () => {
  it('moves only what the new member gets', () => {
    const before = assignSticky(fresh('a', 'b'), partitions(12));
    const after = assignSticky(next(before, ['a', 'b', 'c']), partitions(12));
    const moved = ['a', 'b'].flatMap((m) => (before.get(m) ?? []).filter((p) => !after.get(m)?.includes(p)));
    expect(moved.sort()).toEqual(after.get('c')?.toSorted());
    expect(after.get('c')).toHaveLength(4);
  });

  it('moves only what the lost member had', () => {
    const before = assignSticky(fresh('a', 'b', 'c'), partitions(12));
    const after = assignSticky(next(before, ['a', 'c']), partitions(12));
    expect(after.get('a')).toEqual(expect.arrayContaining(before.get('a') ?? []));
    expect(after.get('c')).toEqual(expect.arrayContaining(before.get('c') ?? []));
  });

  it('believes the later generation when two claim a partition', () => {
    const after = assignSticky(
      [
        { memberId: 'old', owned: [0, 1], generation: 3 },
        { memberId: 'new', owned: [0, 1], generation: 4 },
      ],
      [0, 1, 2, 3],
    );
    expect(after.get('new')).toEqual([0, 1]);
    expect(after.get('old')).toEqual([2, 3]);
  });

  it('assigns every partition once, evenly, and keeps all it can', () => {
    fc.assert(
      fc.property(
        fc.nat(40),
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 10 }),
        fc.array(fc.nat(9)),
        (count, ids, owners) => {
          const owned = new Map(ids.map((id) => [id, [] as number[]]));
          owners.forEach((o, p) => {
            owned.get(ids[o % ids.length] ?? '')?.push(p);
          });
          const after = assignSticky(next(owned, ids), partitions(count));
          expect([...after.values()].flat().sort((a, b) => a - b)).toEqual(partitions(count));
          const sizes = [...after.values()].map((l) => l.length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          const least = Math.floor(count / ids.length);
          for (const [id, had] of owned) {
            const still = had.filter((p) => p < count);
            const kept = still.filter((p) => after.get(id)?.includes(p));
            expect(kept.length).toBeGreaterThanOrEqual(Math.min(still.length, least));
          }
        },
      ),
    );
  });
});
