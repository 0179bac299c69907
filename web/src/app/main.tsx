import '../ui/tokens.css';
import '../ui/base.css';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { AccountContext } from '../lib/session/account.ts';
import { openSessions } from '../lib/session/session.ts';
import { startLanguage } from '../lib/texts/language.ts';
import { startTheme } from '../lib/theme/theme.ts';
import { Root } from './root.tsx';
import { signInScreen } from './sign-in/sign-in-parts.ts';
import { isAdmitted, openAccount } from './start/open-account.ts';
import { registerServiceWorker } from './start/register-service-worker.ts';
import { reloadOnNewRelease } from './start/reload-on-new-release.ts';
import { stylesReady } from './start/styles-ready.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

startTheme();
registerServiceWorker();
reloadOnNewRelease();
const shown = Promise.all([startLanguage(), stylesReady()]);
const account = await openAccount();
// Opened before anything is rendered, in parallel to the first query: one round trip less until the page is live.
const socketUrl = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`;
const isSignedIn = account.signIn !== undefined && account.signIn.state.get().phase !== 'anonymous';
const sessions = isAdmitted(account)
  ? openSessions(socketUrl, isSignedIn ? account.signIn : undefined)
  : undefined;

await shown;

createRoot(root).render(
  <StrictMode>
    <AccountContext value={account}>
      <Suspense>{sessions ? <Root sessions={sessions} /> : <signInScreen.Page />}</Suspense>
    </AccountContext>
  </StrictMode>,
);
