import { createStore } from '@cupcakery/client/store';

/** `auto`: dark on a wall screen, else as the device has it. */
export type Theme = 'auto' | 'light' | 'dark';
export const themes: readonly Theme[] = ['auto', 'light', 'dark'];

const storageKey = 'cupcakery.theme';
const isTheme = (value: unknown): value is Theme => themes.includes(value as Theme);

/** A board on a screen of this width hangs on a wall. */
const wall = matchMedia('(min-width: 100rem)');

const fromAddress = (): Theme | undefined => {
  const named = new URLSearchParams(location.search).get('theme');
  return isTheme(named) ? named : undefined;
};
const fromDevice = (): Theme => {
  const kept = localStorage.getItem(storageKey);
  return isTheme(kept) ? kept : 'auto';
};

// The address wins for as long as the page is open and is not stored: a wall display's bookmark sets its look.
const store = createStore<Theme>(fromAddress() ?? fromDevice());
let onBoard = false;

const apply = (): void => {
  const theme = store.get();
  const { dataset } = document.documentElement;
  // By an attribute that the style sheet matches: the build's output for light-dark() ignores inline styles.
  if (theme !== 'auto') dataset.scheme = theme;
  else if (onBoard && wall.matches) dataset.scheme = 'dark';
  else delete dataset.scheme;
};

/** The theme in force, with what React's `useSyncExternalStore` takes. */
export const theme = { get: store.get, subscribe: store.subscribe };

/** Chooses and keeps a theme for this device. */
export const chooseTheme = (value: Theme): void => {
  localStorage.setItem(storageKey, value);
  store.set(value);
};

/** Boards report when they are shown: a display on a wall is dark by default. */
export const markBoard = (on: boolean): void => {
  onBoard = on;
  apply();
};

/** Applies the theme now and with every change; call once, before the first rendering. */
export const startTheme = (): void => {
  apply();
  store.subscribe(apply);
  wall.addEventListener('change', apply);
};
