import { useCallback, useEffect, useRef, useState } from 'react';
import { type Slots, settleSlots } from './slots.ts';

/** So long nothing moves after a hand was on the board. */
const stillMs = 1_500;

/** The places of a board's tickets; they stay where they are for a moment after each `touch`. */
export const useSlots = (wanted: readonly string[]): { slots: Slots; touch(): void } => {
  const shown = useRef<Slots>([]);
  const touchedAt = useRef(0);
  const [, redraw] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const touch = useCallback(() => {
    touchedAt.current = Date.now();
    clearTimeout(timer.current);
    timer.current = setTimeout(() => redraw((count) => count + 1), stillMs);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);

  const slots = settleSlots(shown.current, wanted, Date.now() - touchedAt.current < stillMs);
  shown.current = slots;
  return { slots, touch };
};
