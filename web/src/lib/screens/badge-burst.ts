/**
 * Tells a badge from a person's keys, as a pure reducer. A reader types its characters faster than anybody can and ends with
 * Enter. Characters are held back for a moment: a person's are released, those of a reader never reach the board.
 * Times are ms of any one clock.
 */
export type Burst = { keys: string; at: number };

export type BurstInput = { type: 'key'; key: string; at: number } | { type: 'pause'; at: number };

export type BurstOutput = {
  state: Burst;
  /** Whether the key of the input is held back. */
  held: boolean;
  /** Characters for the page, before the input's own key. */
  release: string;
  badge?: string;
};

/** Readers need 5 to 20 ms for a character, people more than 60. */
export const gapMs = 45;
const leastBadge = 8;
/** A person may press two or three keys together. */
const mostByHand = 3;

export const noBurst: Burst = { keys: '', at: 0 };

export function reduceBurst(state: Burst, input: BurstInput): BurstOutput {
  const goesOn = input.at - state.at <= gapMs;
  // A reader whose Enter is late is no person either: what it typed is dropped.
  const release = state.keys.length > mostByHand ? '' : state.keys;
  if (input.type === 'pause') {
    return goesOn ? { state, held: false, release: '' } : { state: noBurst, held: false, release };
  }
  const { key, at } = input;
  if ([...key].length === 1 && key !== ' ') {
    const keys = goesOn ? state.keys + key : key;
    return { state: { keys, at }, held: true, release: goesOn ? '' : release };
  }
  // Of a text in capitals, say.
  if (key === 'Shift') return { state: goesOn ? { ...state, at } : state, held: false, release: '' };
  if (key === 'Enter' && goesOn && state.keys.length >= leastBadge) {
    return { state: noBurst, held: true, release: '', badge: state.keys };
  }
  return { state: noBurst, held: false, release };
}
