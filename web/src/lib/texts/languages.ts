/** The languages of the pages, in their own words. */
export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

export const isLanguage = (value: unknown): value is Language =>
  typeof value === 'string' && Object.hasOwn(languages, value);

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

/** The preferred language of this page and device. */
export const wantedLanguage = (): Language =>
  preferredLanguage(
    new URLSearchParams(location.search).get('lang'),
    localStorage.getItem(storageKey),
    navigator.languages,
  );

export const keepLanguage = (language: Language): void => localStorage.setItem(storageKey, language);
