/** A member of a group with the partitions it holds now. */
export type MemberState = { memberId: string; owned: readonly number[]; generation: number };

/**
 * Spreads partitions evenly and moves as few as it can: every member keeps what it has up to its fair share.
 * Of two members that claim a partition, the one with the later generation keeps it (the other one lost it
 * while it was away). The same input gives the same answer.
 */
export function assignSticky(
  members: readonly MemberState[],
  partitions: readonly number[],
): Map<string, number[]> {
  const sorted = [...members].sort((a, b) => b.generation - a.generation || compare(a.memberId, b.memberId));
  const result = new Map(sorted.map((m) => [m.memberId, [] as number[]]));
  if (sorted.length === 0) return result;
  const free = new Set(partitions);
  const least = Math.floor(partitions.length / sorted.length);
  // So many members may hold one more than the others.
  let extra = partitions.length % sorted.length;
  for (const { memberId, owned } of sorted) {
    const mine = result.get(memberId) ?? [];
    for (const partition of owned) {
      if (!free.has(partition)) continue;
      if (mine.length >= least) {
        if (mine.length > least || extra === 0) break;
        extra -= 1;
      }
      mine.push(partition);
      free.delete(partition);
    }
  }
  const rest = [...free].sort((a, b) => a - b);
  for (const size of [least, least + 1]) {
    for (const mine of result.values()) {
      while (mine.length < size && rest.length > 0) mine.push(rest.shift() ?? 0);
    }
  }
  for (const mine of result.values()) mine.sort((a, b) => a - b);
  return result;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
