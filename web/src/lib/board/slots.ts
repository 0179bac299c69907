/** What stands at each place of a board; null is a gap. */
export type Slots = readonly (string | null)[];

/**
 * The places after a change of the list. While a hand is on the board (`still`) nothing moves: what left leaves a
 * gap and what is new comes behind. Else the list is shown as it is, so that gaps close.
 */
export const settleSlots = (shown: Slots, wanted: readonly string[], still: boolean): Slots => {
  if (!still) return wanted;
  const there = new Set(wanted);
  const kept = shown.map((id) => (id !== null && there.has(id) ? id : null));
  const known = new Set(kept);
  return [...kept, ...wanted.filter((id) => !known.has(id))];
};
