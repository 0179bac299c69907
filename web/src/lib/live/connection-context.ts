import type { Connection } from '@cupcakery/client/connection';
import type { LinkState } from '@cupcakery/client/link';
import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import { useClockOffset } from '../time/use-now.ts';
import { inServerTime } from './server-time.ts';

export const ConnectionContext = createContext<Connection | undefined>(undefined);

/** The page's connection; only below a provider. */
export const useConnection = (): Connection => {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error('There is no ConnectionContext above this component');
  return connection;
};

/** The state of the connection, its times by the server's clock as all times of the page. */
export const useLink = (): LinkState => {
  const { link } = useConnection();
  const state = useSyncExternalStore(link.subscribe, link.get);
  const offset = useClockOffset();
  return useMemo(() => inServerTime(state, offset), [state, offset]);
};
