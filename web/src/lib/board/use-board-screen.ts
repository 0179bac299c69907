import { useEffect } from 'react';
import { markBoard } from '../theme/theme.ts';
import type { Board } from './layout/use-board.ts';
import type { BoardAction } from './settings/key-map.ts';
import { changeSettings, useBoardSettings } from './settings/settings.ts';
import { useChimes } from './sound/use-chimes.ts';
import { useWakeLock } from './use-wake-lock.ts';

/** What a board does with its screen: sound, staying awake, being dark on a wall. */
export type BoardScreen = ReturnType<typeof useBoardScreen>;

export const useBoardScreen = () => {
  const settings = useBoardSettings();
  const sound = useChimes();
  const wake = useWakeLock(settings.awake);
  useEffect(() => {
    markBoard(true);
    return () => markBoard(false);
  }, []);
  return { sound, wake, toggleSound: () => changeSettings({ sound: !settings.sound }) };
};

type PageAction = Extract<BoardAction, `${string}-page` | 'sound' | 'clear'>;

/** The key actions that every board has. */
export const pageActions = (
  board: Board,
  screen: BoardScreen,
  dismiss: () => void,
): Record<PageAction, () => void> => ({
  sound: screen.toggleSound,
  'first-page': () => board.turnTo(0),
  'last-page': () => board.turnTo(board.page.count - 1),
  'previous-page': () => board.turnTo(board.page.index - 1),
  'next-page': () => board.turnTo(board.page.index + 1),
  clear() {
    dismiss();
    board.select(undefined);
    board.grid.current?.focus();
  },
});
