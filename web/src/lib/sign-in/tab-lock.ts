import { randomKey } from '../random-key.ts';
import { storagePrefix } from '../session/stored-sign-in.ts';

const storageKey = `${storagePrefix}tab`;
/** The lock of a page that is being left is free a moment later. */
const patienceMs = 1_000;

/**
 * Takes a lock for as long as this page is there, under a name that its tab keeps. False: the tab is a copy of another that
 * is still open, since browsers copy the storage of a tab with it; it has a name of its own from then on.
 */
export async function lockTab(): Promise<boolean> {
  const name = sessionStorage.getItem(storageKey);
  if (name !== null && (await holdLock(name))) return true;
  const own = randomKey();
  sessionStorage.setItem(storageKey, own);
  await holdLock(own);
  return name === null;
}

/** Whether the lock could be taken; it is held until the page is left. */
function holdLock(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    navigator.locks
      .request(`${storageKey}.${name}`, { signal: AbortSignal.timeout(patienceMs) }, () => {
        resolve(true);
        return new Promise<never>(() => {});
      })
      .catch(() => resolve(false));
  });
}
