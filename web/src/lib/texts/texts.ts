import i18next, { type TFunction } from 'i18next';
import en from '../../texts/en.json';
import type pause from '../../texts/pause/en.json';
import type person from '../../texts/person/en.json';
import type screens from '../../texts/screens/en.json';
import { isLanguage, type Language } from './languages.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: {
      translation: typeof en;
      person: typeof person;
      pause: typeof pause;
      screens: typeof screens;
    };
  }
}

/** For dates and numbers: British order of a date, 24 hours. */
const locales: Record<Language, string> = { en: 'en-GB', de: 'de-DE' };

/** What the first load has not: each language is loaded when somebody reads it. */
const loaders: Record<Exclude<Language, 'en'>, () => Promise<{ default: object }>> = {
  de: () => import('../../texts/de.json'),
};

// One instance for the page: the words of pure functions need no React. English is in the first load, so that a
// text is never missing.
const instance = i18next.createInstance();
void instance.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  initAsync: false,
  // React escapes what it renders.
  interpolation: { escapeValue: false },
});

/** The text of a key in the language of the page; `count` chooses the plural. @see web/src/texts */
export const t: TFunction<['translation', 'person', 'pause', 'screens']> = instance.t;

/** Adds texts that the first load has not, as `t('person:…')`; to be called before they are shown. */
export const addTexts = (
  namespace: 'person' | 'pause' | 'screens',
  texts: Record<Language, object>,
): void => {
  for (const [of, those] of Object.entries(texts)) instance.addResourceBundle(of, namespace, those);
};

/** The language of the page. */
export const language = (): Language => (isLanguage(instance.language) ? instance.language : 'en');

/** For `Intl`. */
export const locale = (): string => locales[language()];

/** Changes the language of all texts from now on. Rejects when its texts cannot be loaded. */
export const changeLanguage = async (next: Language): Promise<void> => {
  if (next !== 'en' && !instance.hasResourceBundle(next, 'translation')) {
    instance.addResourceBundle(next, 'translation', (await loaders[next]()).default);
  }
  await instance.changeLanguage(next);
};
