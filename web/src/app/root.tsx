import { useSyncExternalStore } from 'react';
import { Provider } from 'urql';
import { ConnectionContext } from '../lib/live/connection-context.ts';
import type { Sessions } from '../lib/session/session.ts';
import { SessionsContext } from '../lib/session/session-context.ts';
import { App } from './app.tsx';

/** The app as its present person sees it. Somebody else begins anew: nothing of the one before stays on screen. */
export const Root = ({ sessions }: { sessions: Sessions }) => {
  const { persona, client, connection } = useSyncExternalStore(sessions.subscribe, sessions.get);
  return (
    <SessionsContext value={sessions}>
      <Provider value={client}>
        <ConnectionContext value={connection}>
          <App key={`${persona?.name}/${persona?.roles.join()}`} />
        </ConnectionContext>
      </Provider>
    </SessionsContext>
  );
};
