import { useEffect, useEffectEvent } from 'react';
import { actionOfKey, type BoardAction, type Direction, normalKey, slotOfKey } from './settings/key-map.ts';
import { useBoardSettings } from './settings/settings.ts';

export type KeyHandlers = {
  /** 0: the first slot of the page. */
  onSlot(slot: number): void;
  onMove(direction: Direction): void;
  onAction(action: BoardAction): void;
};

const directions: readonly string[] = [
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
] satisfies Direction[];
/** Elements that handle these keys themselves while they have the focus. */
const pressable = 'button, a, summary, select';
const typed = 'input, textarea, select, [contenteditable]';

/** Whether the key belongs to the focused element: text to an input, Enter and Space to a button. */
const belongsTo = (target: EventTarget | null, key: string): boolean => {
  if (!(target instanceof Element)) return false;
  if (target.closest(typed)) return true;
  return (key === 'Enter' || key === ' ') && target.closest(pressable) !== null;
};

/** Lets single keys control the board, as long as they are switched on and no dialog is open. */
export const useKeys = (handlers: KeyHandlers): void => {
  const { keysOn, keys } = useBoardSettings();

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const { key, ctrlKey, altKey, metaKey, repeat, target } = event;
    if (ctrlKey || altKey || metaKey || event.defaultPrevented || belongsTo(target, key)) return;
    if (document.querySelector('dialog[open]')) return;
    const slot = slotOfKey(key);
    const action = actionOfKey(keys, normalKey(key));
    const moves = directions.includes(key);
    if (slot === undefined && action === undefined && !moves) return;
    event.preventDefault();
    if (moves) handlers.onMove(key as Direction);
    // A key that is held down acts once.
    else if (repeat) return;
    else if (slot !== undefined) handlers.onSlot(slot);
    else if (action) handlers.onAction(action);
  });

  useEffect(() => {
    if (!keysOn) return;
    // A listener of its own: an effect event is only called from within the effect.
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [keysOn]);
};
