/** What stands at each place of a board; null is a gap. */
export type Slots = readonly (string | null)[];

/**
 * The places after a change of the list. While a hand is on the board (`still`) nothing moves: what left leaves a
 * gap, what is new comes behind, and only what belongs right after a gap's neighbour takes the gap (a recall comes
 * back to where it was). Else the list is shown as it is, so that gaps close.
 */
export const settleSlots = (shown: Slots, wanted: readonly string[], still: boolean): Slots => {
  if (!still) return wanted;
  const at = new Map(wanted.map((id, index) => [id, index]));
  const before = new Set(shown);
  const fresh = new Set(wanted.filter((id) => !before.has(id)));
  let neighbour = -1;
  const kept = shown.map((id) => {
    const index = id === null ? undefined : at.get(id);
    if (index !== undefined) {
      neighbour = index;
      return id;
    }
    const next = wanted[neighbour + 1];
    if (next === undefined || !fresh.delete(next)) return null;
    neighbour += 1;
    return next;
  });
  return [...kept, ...fresh];
};
