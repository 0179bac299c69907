import { useEffect, useRef } from 'react';
import { actionOfKey, type BoardAction, normalKey, placeOfKey } from './key-map.ts';
import { useBoardSettings } from './settings.ts';

export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

export type KeyHandlers = {
  /** 0: the first place of the page. */
  onPlace(place: number): void;
  onMove(direction: Direction): void;
  onAction(action: BoardAction): void;
};

const directions: readonly string[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
/** What takes these keys itself while it has the focus. */
const pressable = 'button, a, summary, select';
const typed = 'input, textarea, select, [contenteditable]';

/** Whether the key belongs to what has the focus: text to an input, Enter and Space to a button. */
const isTakenBy = (target: EventTarget | null, key: string): boolean => {
  if (!(target instanceof Element)) return false;
  if (target.closest(typed)) return true;
  return (key === 'Enter' || key === ' ') && target.closest(pressable) !== null;
};

/** Lets single keys work the board, as long as they are switched on and no dialog is open. */
export const useKeys = (handlers: KeyHandlers): void => {
  const { keysOn, keys } = useBoardSettings();
  const latest = useRef(handlers);
  latest.current = handlers;

  useEffect(() => {
    if (!keysOn) return;
    const onKey = (event: KeyboardEvent) => {
      const { key, ctrlKey, altKey, metaKey, repeat, target } = event;
      if (ctrlKey || altKey || metaKey || event.defaultPrevented || isTakenBy(target, key)) return;
      if (document.querySelector('dialog[open]')) return;
      const place = placeOfKey(key);
      const action = actionOfKey(keys, normalKey(key));
      const moves = directions.includes(key);
      if (place === undefined && action === undefined && !moves) return;
      event.preventDefault();
      if (moves) latest.current.onMove(key as Direction);
      // A key that is held down wishes once.
      else if (repeat) return;
      else if (place !== undefined) latest.current.onPlace(place);
      else if (action) latest.current.onAction(action);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [keysOn, keys]);
};
