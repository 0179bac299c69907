import '../ui/tokens.css';
import '../ui/base.css';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { AccountContext } from '../lib/session/account.ts';
import { openSessions } from '../lib/session/session.ts';
import { setUpPath } from '../lib/session/stored-screen.ts';
import { callbackPath } from '../lib/session/stored-sign-in.ts';
import { startLanguage } from '../lib/texts/language.ts';
import { startTheme } from '../lib/theme/theme.ts';
import { PageBoundary } from './page-boundary.tsx';
import { setUpScreen } from './pages.ts';
import { Root } from './root.tsx';
import { signInScreen } from './sign-in/sign-in-parts.ts';
import { isAdmitted, isSignedIn, openAccount } from './start/open-account.ts';
import { registerServiceWorker } from './start/register-service-worker.ts';
import { reloadOnNewRelease } from './start/reload-on-new-release.ts';
import { stylesReady } from './start/styles-ready.ts';

const element = document.getElementById('root');
if (!element) throw new Error('index.html has no #root');
const root = createRoot(element);

registerServiceWorker();
reloadOnNewRelease();

/** The app of whoever uses this tab, or the way to sign in. */
const open = async () => {
  const account = await openAccount();
  if (!isAdmitted(account)) return { account };
  const who = account.pass ?? (isSignedIn(account) ? account.signIn : undefined);
  // Opened before anything is rendered, in parallel to the first query: one round trip less until the page is live.
  const socketUrl = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`;
  return { account, sessions: openSessions(socketUrl, who) };
};

const Fault = ({ cause }: { cause: unknown }) => {
  throw cause;
};

/** A wall has no keyboard to sign in with first. */
const isSettingUp = location.pathname === setUpPath;

const content = open().then(
  ({ account, sessions }) => (
    <AccountContext value={account}>
      {sessions ? <Root sessions={sessions} /> : isSettingUp ? <setUpScreen.Page /> : <signInScreen.Page />}
    </AccountContext>
  ),
  (cause: unknown) => <Fault cause={cause} />,
);
// Look and language may be in the address of the page that was asked for, which is restored after a sign-in.
if (location.pathname === callbackPath) await content;
startTheme();
await Promise.all([startLanguage(), stylesReady()]);

root.render(
  <StrictMode>
    <PageBoundary>
      <Suspense>{await content}</Suspense>
    </PageBoundary>
  </StrictMode>,
);
