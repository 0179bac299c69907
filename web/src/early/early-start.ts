import { earlyRequest } from '../lib/graphql/early-request.ts';
import query from '../lib/orders/workflow.graphql?raw';
import { loadPersona, personaHeaders } from '../lib/session/persona.ts';
import { linkTokenOf, loadScreen } from '../lib/session/stored-screen.ts';
import { callbackPath, hasStoredSignIn } from '../lib/session/stored-sign-in.ts';
import { fetchConfig, keptConfig, needsSignIn } from '../lib/session/web-config.ts';
import { wantedLanguage } from '../lib/texts/languages.ts';

// A script in the page itself (vite.config.ts): the first query is on its way before any file is, which is two round trips
// less until there is something to see. It imports nothing but a few lines, and leaves what it asked for in `earlyState`.
void fetchConfig();

const workflow = new URLSearchParams(location.search).get('workflow');
const kept = keptConfig();
// Whoever is signed in, or has to be, sends a token, which is not at hand yet.
const pass = linkTokenOf(location.pathname) ?? loadScreen()?.token;
const needsToken = hasStoredSignIn() || location.pathname === callbackPath || (kept && needsSignIn(kept));
if (pass !== undefined || !needsToken) {
  earlyRequest.send({
    operationName: 'Start',
    query,
    variables: { language: wantedLanguage(), ...(workflow === null ? {} : { workflow }) },
    headers: pass === undefined ? personaHeaders(loadPersona()) : { authorization: `Bearer ${pass}` },
  });
}
