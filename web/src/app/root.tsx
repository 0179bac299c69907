import { useSyncExternalStore } from 'react';
import { Provider } from 'urql';
import { ConnectionContext } from '../lib/live/connection-context.ts';
import type { Sessions } from '../lib/session/session.ts';
import { SessionsContext } from '../lib/session/session-context.ts';
import { App } from './app.tsx';

/** The app of the current person. Another person starts afresh: nothing of the previous one stays on screen. */
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
