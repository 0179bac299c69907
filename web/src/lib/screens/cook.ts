import { createStore } from '@cupcakery/client/store';
import { useSyncExternalStore } from 'react';
import type { CookSession } from './staff-answers.ts';

/** Who gave a code at this wall screen; in memory only, so a reload forgets it. Undefined: nobody, or this is no screen. */
export const cookAtScreen = createStore<CookSession | undefined>(undefined);

export const useCook = (): CookSession | undefined =>
  useSyncExternalStore(cookAtScreen.subscribe, cookAtScreen.get);
