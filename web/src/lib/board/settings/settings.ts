import { createStore } from '@cupcakery/client/store';
import { useSyncExternalStore } from 'react';
import { parseRecord } from '../../storage/parse-record.ts';
import { defaultKeys, type KeyMap, parseKeys } from './key-map.ts';

/** How boards behave on this device. */
export type BoardSettings = {
  sound: boolean;
  /** 0 to 1. */
  volume: number;
  /** Requests that the screen does not sleep while a board is open. */
  awake: boolean;
  /** Single keys act; off, only buttons do (WCAG 2.1.4). */
  keysOn: boolean;
  keys: KeyMap;
};

const storageKey = 'cupcakery.board';
export const defaultSettings: BoardSettings = {
  sound: true,
  volume: 0.6,
  awake: true,
  keysOn: true,
  keys: defaultKeys,
};

/** Settings from stored text; what is missing or invalid has its default. */
export const parseSettings = (text: string | null): BoardSettings => {
  const stored = parseRecord(text);
  const flag = (value: unknown, otherwise: boolean) => (typeof value === 'boolean' ? value : otherwise);
  const { volume } = stored;
  const isVolume = typeof volume === 'number' && volume >= 0 && volume <= 1;
  return {
    sound: flag(stored.sound, defaultSettings.sound),
    volume: isVolume ? volume : defaultSettings.volume,
    awake: flag(stored.awake, defaultSettings.awake),
    keysOn: flag(stored.keysOn, defaultSettings.keysOn),
    keys: parseKeys(stored.keys),
  };
};

const storedText = (): string | null =>
  typeof localStorage === 'undefined' ? null : localStorage.getItem(storageKey);
const store = createStore(parseSettings(storedText()));

export const useBoardSettings = (): BoardSettings => useSyncExternalStore(store.subscribe, store.get);

/** Changes and stores settings of this device. */
export const changeSettings = (change: Partial<BoardSettings>): void => {
  const next = { ...store.get(), ...change };
  localStorage.setItem(storageKey, JSON.stringify(next));
  store.set(next);
};
