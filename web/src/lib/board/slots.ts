/** What stands at each place of a board; null is a gap. */
export type Slots = readonly (string | null)[];

/**
 * The places after a change of the list. While a hand is on the board (`still`) nothing moves: what left leaves a
 * gap, what is new comes behind, and only what belongs right after a gap's neighbour takes the gap (a recall comes
 * back to where it was). Else the list is shown as it is, so that gaps close.
 */
export const settleSlots = (shown: Slots, wanted: readonly string[], still: boolean): Slots => {
  if (!still) return wanted;
  const there = new Set(wanted);
  const before = new Set(shown);
  const fresh = new Set(wanted.filter((id) => !before.has(id)));
  let neighbour = -1;
  const kept = shown.map((id) => {
    if (id !== null && there.has(id)) {
      neighbour = wanted.indexOf(id);
      return id;
    }
    const next = wanted[neighbour + 1];
    if (next === undefined || !fresh.delete(next)) return null;
    neighbour += 1;
    return next;
  });
  return [...kept, ...fresh];
};
