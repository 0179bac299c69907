import { parseRecord } from '../storage/parse-record.ts';
import { savePersona } from './persona.ts';
import { storagePrefix } from './stored-sign-in.ts';

/** The wall screen that this device is: its token works at one stage, and is kept since a wall reboots without a keyboard. */
export type StoredScreen = { token: string; workflow: string; stage: string; name: string };

/** The page on which a device becomes a wall screen. */
export const setUpPath = '/board';

const storageKey = 'cupcakery.screen';
const fields = ['token', 'workflow', 'stage', 'name'] as const;

/** The screen of a text that `saveScreen` wrote; undefined for any other text. */
export const parseScreen = (text: string | null): StoredScreen | undefined => {
  const record = parseRecord(text);
  const { token, workflow, stage, name } = record;
  return fields.every((field) => typeof record[field] === 'string')
    ? ({ token, workflow, stage, name } as StoredScreen)
    : undefined;
};

export const loadScreen = (): StoredScreen | undefined => parseScreen(localStorage.getItem(storageKey));

/** Makes this device a wall screen, from the next load of a page on. The tab is nobody else any more. */
export const saveScreen = (screen: StoredScreen): void => {
  localStorage.setItem(storageKey, JSON.stringify(screen));
  savePersona(undefined);
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(`${storagePrefix}user:`)) sessionStorage.removeItem(key);
  }
};

export const forgetScreen = (): void => localStorage.removeItem(storageKey);

/** The token in the address of a page that shows one order to whoever has its link. */
export const linkTokenOf = (path: string): string | undefined => /^\/t\/([\w-]+)\/?$/.exec(path)?.[1];
