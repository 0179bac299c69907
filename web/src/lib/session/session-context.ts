import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Session, Sessions } from './session.ts';

export const SessionsContext = createContext<Sessions | undefined>(undefined);

/** Changes the person of the tab; only below a provider. */
export const useSessions = (): Sessions => {
  const sessions = useContext(SessionsContext);
  if (!sessions) throw new Error('There is no SessionsContext above this component');
  return sessions;
};

export const useSession = (): Session => {
  const { subscribe, get } = useSessions();
  return useSyncExternalStore(subscribe, get);
};
