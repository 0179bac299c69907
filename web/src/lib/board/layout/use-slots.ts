import { useCallback, useEffect, useRef, useState } from 'react';
import { type Slots, settleSlots } from './slots.ts';

/** After a touch nothing moves for so long. */
const stillMs = 1_500;

/** The slots of a board's tickets; they stay as they are for a moment after each `touch`. */
export const useSlots = (wanted: readonly string[]): { slots: Slots; touch(): void } => {
  const [shown, setShown] = useState<Slots>([]);
  const [still, setStill] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const touch = useCallback(() => {
    setStill(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setStill(false), stillMs);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);

  const slots = settleSlots(shown, wanted, still);
  // The next change starts from these slots. By content: `wanted` is another array at each rendering.
  if (slots.length !== shown.length || slots.some((id, index) => id !== shown[index])) setShown(slots);
  return { slots, touch };
};
