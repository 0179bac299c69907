/** What is in each slot of a board; null is a gap. */
export type Slots = readonly (string | null)[];

/**
 * The slots after a change of the list. While somebody is using the board (`still`) nothing moves: what left leaves a
 * gap, what is new is appended, and only what belongs right after a gap's neighbour fills the gap (a recall returns
 * to where it was). Else the list is shown as it is, so that gaps close.
 */
export const settleSlots = (shown: Slots, wanted: readonly string[], still: boolean): Slots => {
  if (!still) return wanted;
  const indexOf = new Map(wanted.map((id, index) => [id, index]));
  const before = new Set(shown);
  const fresh = new Set(wanted.filter((id) => !before.has(id)));
  let neighbour = -1;
  const kept = shown.map((id) => {
    const index = id === null ? undefined : indexOf.get(id);
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
