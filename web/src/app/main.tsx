import '../ui/tokens.css';
import '../ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { createGraphqlClient } from '../lib/graphql/client.ts';
import { openConnection } from '../lib/live/connection.ts';
import { ConnectionContext } from '../lib/live/connection-context.ts';
import { App } from './app.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

// Opened before anything is drawn, beside the first query: one round trip less until the page is live.
const connection = openConnection(
  `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
);

createRoot(root).render(
  <StrictMode>
    <Provider value={createGraphqlClient()}>
      <ConnectionContext value={connection}>
        <App />
      </ConnectionContext>
    </Provider>
  </StrictMode>,
);
