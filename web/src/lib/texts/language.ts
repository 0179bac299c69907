import { createStore } from '@cupcakery/client/store';
import { changeLanguage, isLanguage, type Language, languages } from './texts.ts';

const storageKey = 'cupcakery.language';

/** The language to start with: of the address, else the one chosen on this device, else the device's first that we have. */
export const preferredLanguage = (
  inAddress: string | null,
  chosen: string | null,
  ofDevice: readonly string[],
): Language => {
  const wanted = [inAddress, chosen, ...ofDevice.map((tag) => tag.split('-')[0])];
  return wanted.find(isLanguage) ?? 'en';
};

const store = createStore<Language>('en');

/** The language in force, with what React's `useSyncExternalStore` takes. */
export const shownLanguage = { get: store.get, subscribe: store.subscribe };

const show = async (next: Language): Promise<void> => {
  await changeLanguage(next);
  document.documentElement.lang = next;
  store.set(next);
};

/** To be awaited before the first rendering. A language whose texts cannot be loaded now leaves the page in English. */
export const startLanguage = async (): Promise<void> => {
  const inAddress = new URLSearchParams(location.search).get('lang');
  const wanted = preferredLanguage(inAddress, localStorage.getItem(storageKey), navigator.languages);
  await show(wanted).catch((error: unknown) => console.error(`no texts in ${languages[wanted]}`, error));
};

/** Chooses and keeps a language for this device. Rejects when its texts cannot be loaded. */
export const chooseLanguage = async (next: Language): Promise<void> => {
  await show(next);
  localStorage.setItem(storageKey, next);
};
