import { type RefObject, useLayoutEffect } from 'react';
import type { Page } from './pages.ts';
import type { Slots } from './slots.ts';

/**
 * Focuses the ticket `focusNext` (its id) as soon as it is on the board, and opens its page before: after a choice it may
 * be on another page, or not yet on the board (a recall).
 */
export const useFocusRequest = (
  focusNext: RefObject<string | undefined>,
  grid: RefObject<HTMLElement | null>,
  slots: Slots,
  page: Page,
  pageSize: number,
  turnTo: (page: number) => void,
): void => {
  // Before anything else can happen: the next key is for that ticket.
  useLayoutEffect(() => {
    const id = focusNext.current;
    const position = id === undefined ? -1 : slots.indexOf(id);
    if (id === undefined || position < 0) return;
    if (position < page.from || position >= page.to) return turnTo(Math.floor(position / pageSize));
    focusNext.current = undefined;
    const element = grid.current?.querySelector<HTMLElement>(`[data-ticket="${CSS.escape(id)}"]`);
    element?.focus({ preventScroll: true });
  });
};
