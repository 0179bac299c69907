import { createStore } from '@cupcakery/client/store';
import { useSyncExternalStore } from 'react';
import { defaultKeys, type KeyMap, parseKeys } from './key-map.ts';

/** How this device's boards behave. */
export type BoardSettings = {
  sound: boolean;
  /** 0 to 1. */
  volume: number;
  /** The screen is asked not to sleep while a board is open. */
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

/** The settings of a text that was kept; what is missing or odd is as it comes. */
export const parseSettings = (text: string | null): BoardSettings => {
  const kept = record(text ?? '');
  const flag = (value: unknown, otherwise: boolean) => (typeof value === 'boolean' ? value : otherwise);
  const { volume } = kept;
  const heard = typeof volume === 'number' && volume >= 0 && volume <= 1;
  return {
    sound: flag(kept.sound, defaultSettings.sound),
    volume: heard ? volume : defaultSettings.volume,
    awake: flag(kept.awake, defaultSettings.awake),
    keysOn: flag(kept.keysOn, defaultSettings.keysOn),
    keys: parseKeys(kept.keys),
  };
};

const record = (text: string): Partial<Record<keyof BoardSettings, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
};

const kept = (): string | null =>
  typeof localStorage === 'undefined' ? null : localStorage.getItem(storageKey);
const store = createStore(parseSettings(kept()));

export const useBoardSettings = (): BoardSettings => useSyncExternalStore(store.subscribe, store.get);

/** Changes and keeps settings of this device. */
export const changeSettings = (change: Partial<BoardSettings>): void => {
  const next = { ...store.get(), ...change };
  localStorage.setItem(storageKey, JSON.stringify(next));
  store.set(next);
};
