import { useSyncExternalStore } from 'react';
import { ClientProvider } from '../lib/graphql/client-provider.ts';
import { ConnectionContext } from '../lib/live/connection-context.ts';
import type { Sessions } from '../lib/session/session.ts';
import { SessionsContext } from '../lib/session/session-context.ts';
import { shownLanguage } from '../lib/texts/language.ts';
import { App } from './app.tsx';

/** The app of the current person. Another person starts afresh: nothing of the previous one stays on screen. */
export const Root = ({ sessions }: { sessions: Sessions }) => {
  const { persona, client, connection } = useSyncExternalStore(sessions.subscribe, sessions.get);
  // The words of pure functions do not know when the language changes: everything is rendered again.
  const language = useSyncExternalStore(shownLanguage.subscribe, shownLanguage.get);
  return (
    <SessionsContext value={sessions}>
      <ClientProvider value={client}>
        <ConnectionContext value={connection}>
          <App key={`${persona?.name}/${persona?.roles.join()}/${language}`} />
        </ConnectionContext>
      </ClientProvider>
    </SessionsContext>
  );
};
