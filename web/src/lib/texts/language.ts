import { createStore } from '@cupcakery/client/store';
import { keepLanguage, type Language, languages, wantedLanguage } from './languages.ts';
import { changeLanguage } from './texts.ts';

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
  const wanted = wantedLanguage();
  await show(wanted).catch((error: unknown) => console.error(`no texts in ${languages[wanted]}`, error));
};

/** Chooses and keeps a language for this device. Rejects when its texts cannot be loaded. */
export const chooseLanguage = async (next: Language): Promise<void> => {
  await show(next);
  keepLanguage(next);
};
