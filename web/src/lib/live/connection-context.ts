import type { Connection } from '@cupcakery/client/connection';
import type { LinkState } from '@cupcakery/client/link';
import { createContext, useContext, useSyncExternalStore } from 'react';

export const ConnectionContext = createContext<Connection | undefined>(undefined);

/** The page's connection; only below a provider. */
export const useConnection = (): Connection => {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error('There is no ConnectionContext above this component');
  return connection;
};

export const useLink = (): LinkState => {
  const { link } = useConnection();
  return useSyncExternalStore(link.subscribe, link.get);
};
