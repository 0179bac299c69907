import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { GridShape } from './grid.ts';
import { type Page, pageOf } from './pages.ts';
import { useGrid } from './use-grid.ts';
import type { Direction } from './use-keys.ts';
import { useSlots } from './use-slots.ts';

/** A board of numbered places: what lies where, what is selected, and which page is open. */
export type Board = {
  grid: RefObject<HTMLOListElement | null>;
  shape: GridShape;
  page: Page;
  /** The ids at the places of the open page; null: a gap. */
  places: readonly (string | null)[];
  selected: string | undefined;
  /** Selects what a person named and gives it the focus; opens its page. */
  select(id: string | undefined): void;
  /** Notes that something has the focus already, by a press. */
  noteFocus(id: string): void;
  turnTo(page: number): void;
  onPlace(place: number): void;
  onMove(direction: Direction): void;
};

/** @param ids in their order; a place changes only while no hand is on the board */
export const useBoard = (ids: readonly string[]): Board => {
  const grid = useRef<HTMLOListElement>(null);
  const shape = useGrid(grid);
  const { slots, touch } = useSlots(ids);
  const [wanted, turnTo] = useState(0);
  const [chosen, setChosen] = useState<string>();
  const focusNext = useRef<string>(undefined);
  /** Where the selection was last: a board goes on from there when the ticket has left. */
  const lastPlace = useRef(0);

  const page = pageOf(slots.length, shape.columns * shape.rows, wanted);
  const places = slots.slice(page.from, page.to);
  const selected = chosen !== undefined && slots.includes(chosen) ? chosen : undefined;
  const index = selected === undefined ? -1 : slots.indexOf(selected);
  if (index >= 0) lastPlace.current = index - page.from;

  const select = useCallback(
    (id: string | undefined) => {
      touch();
      focusNext.current = id;
      setChosen(id);
    },
    [touch],
  );
  const noteFocus = useCallback(
    (id: string) => {
      touch();
      setChosen(id);
    },
    [touch],
  );

  // After each drawing: what was named may be on another page, or not yet on the board (a recall).
  useEffect(() => {
    const id = focusNext.current;
    const at = id === undefined ? -1 : slots.indexOf(id);
    if (id === undefined || at < 0) return;
    if (at < page.from || at >= page.to) return turnTo(Math.floor(at / (shape.columns * shape.rows)));
    focusNext.current = undefined;
    const element = grid.current?.querySelector<HTMLElement>(`[data-ticket="${CSS.escape(id)}"]`);
    element?.focus({ preventScroll: true });
  });

  // A ticket that leaves takes the focus with it: it comes back to the board and not to the top of the page.
  useEffect(() => {
    if (chosen === undefined || selected !== undefined || focusNext.current !== undefined) return;
    setChosen(undefined);
    if (document.activeElement === document.body) grid.current?.focus({ preventScroll: true });
  }, [chosen, selected]);

  const pick = (place: number) => {
    const id = places[place];
    if (id) select(id);
    return Boolean(id);
  };
  return {
    grid,
    shape,
    page,
    places,
    selected,
    select,
    noteFocus,
    turnTo: (to) => {
      touch();
      setChosen(undefined);
      turnTo(to);
    },
    onPlace: pick,
    onMove(direction) {
      if (selected === undefined) return void (pick(lastPlace.current) || pick(0));
      const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -shape.columns, ArrowDown: shape.columns };
      // Over gaps to the next ticket in that direction.
      for (let at = lastPlace.current + steps[direction]; at >= 0 && at < places.length; ) {
        if (pick(at)) return;
        at += steps[direction];
      }
    },
  };
};
