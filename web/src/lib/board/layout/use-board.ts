import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Direction } from '../settings/key-map.ts';
import type { GridShape } from './grid.ts';
import { type Page, pageOf } from './pages.ts';
import { useFocusRequest } from './use-focus-request.ts';
import { useGrid } from './use-grid.ts';
import { useSlots } from './use-slots.ts';

/** A board of numbered slots: what is in each, what is selected, and which page is open. */
export type Board = {
  grid: RefObject<HTMLOListElement | null>;
  shape: GridShape;
  page: Page;
  /** The ids in the slots of the open page; null: a gap. */
  pageSlots: readonly (string | null)[];
  selected: string | undefined;
  /** Selects and focuses what a person chose; opens its page. */
  select(id: string | undefined): void;
  /** Selects what already has the focus, by a press. */
  recordFocus(id: string): void;
  turnTo(page: number): void;
  onSlot(slot: number): void;
  onMove(direction: Direction): void;
};

/** @param ids in their order; slots change only while nobody is using the board */
export const useBoard = (ids: readonly string[]): Board => {
  const grid = useRef<HTMLOListElement>(null);
  const shape = useGrid(grid);
  const { slots, touch } = useSlots(ids);
  const [wanted, turnTo] = useState(0);
  const [chosen, setChosen] = useState<string>();
  const focusNext = useRef<string>(undefined);
  /** The last slot of the selection: arrow keys continue from there when the ticket has left. */
  const lastSlot = useRef(0);

  const pageSize = shape.columns * shape.rows;
  const page = pageOf(slots.length, pageSize, wanted);
  const pageSlots = slots.slice(page.from, page.to);
  useFocusRequest(focusNext, grid, slots, page, pageSize, turnTo);
  const selected = chosen !== undefined && slots.includes(chosen) ? chosen : undefined;
  const index = selected === undefined ? -1 : slots.indexOf(selected);
  useEffect(() => {
    if (index >= 0) lastSlot.current = index - page.from;
  });

  const select = useCallback(
    (id: string | undefined) => {
      touch();
      focusNext.current = id;
      setChosen(id);
    },
    [touch],
  );
  const recordFocus = useCallback(
    (id: string) => {
      touch();
      setChosen(id);
    },
    [touch],
  );

  // A ticket that leaves loses the focus: it returns to the board and not to the top of the page.
  useLayoutEffect(() => {
    if (chosen === undefined || selected !== undefined || focusNext.current !== undefined) return;
    setChosen(undefined);
    if (document.activeElement === document.body) grid.current?.focus({ preventScroll: true });
  }, [chosen, selected]);

  const pick = (slot: number) => {
    const id = pageSlots[slot];
    if (id) select(id);
    return Boolean(id);
  };
  return {
    grid,
    shape,
    page,
    pageSlots,
    selected,
    select,
    recordFocus,
    turnTo: (to) => {
      touch();
      setChosen(undefined);
      turnTo(to);
    },
    onSlot: pick,
    onMove(direction) {
      if (selected === undefined) return void (pick(lastSlot.current) || pick(0));
      const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -shape.columns, ArrowDown: shape.columns };
      // Skips gaps up to the next ticket in that direction.
      for (let slot = lastSlot.current + steps[direction]; slot >= 0 && slot < pageSlots.length; ) {
        if (pick(slot)) return;
        slot += steps[direction];
      }
    },
  };
};
