import '../ui/tokens.css';
import '../ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openSessions } from '../lib/session/session.ts';
import { startLanguage } from '../lib/texts/language.ts';
import { startTheme } from '../lib/theme/theme.ts';
import { Root } from './root.tsx';
import { registerServiceWorker } from './start/register-service-worker.ts';
import { reloadOnNewRelease } from './start/reload-on-new-release.ts';
import { stylesReady } from './start/styles-ready.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

startTheme();
registerServiceWorker();
reloadOnNewRelease();
// Opened before anything is rendered, in parallel to the first query: one round trip less until the page is live.
const sessions = openSessions(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`);

await Promise.all([startLanguage(), stylesReady()]);

createRoot(root).render(
  <StrictMode>
    <Root sessions={sessions} />
  </StrictMode>,
);
