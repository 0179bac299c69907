import { html } from 'hono/html';
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { type Html, page } from './layout.ts';

// What the library renders itself, in the look of the sign-in page.

/** The device flow (RFC 8628): where a code is typed, compared with the screen, and permitted. */
export const devicePages = {
  userCodeInputSource: async (ctx: KoaContextWithOIDC, _form: string, _out?: ErrorOut, err?: Error) => {
    await send(
      ctx,
      'Sign in a screen',
      html`<h1>Sign in a screen</h1>
${err === undefined ? '' : html`<p class="bad" role="alert">${deviceProblem(err)}</p>`}
<form method="post" action="${ctx.oidc.urlFor('code_verification')}" class="row">${token(ctx)}
<label>Code on the screen<br><input name="user_code" required autofocus autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="ABCD-EFGH"></label>
<button class="main">Continue</button></form>`,
    );
  },
  userCodeConfirmSource: async (
    ctx: KoaContextWithOIDC,
    _form: string,
    client: { clientName?: string | undefined },
    _device: unknown,
    userCode: string,
  ) => {
    await send(
      ctx,
      'Sign in a screen',
      html`<h1>Is this the code on the screen?</h1>
<p class="code">${userCode}</p>
<p class="soft">${client.clientName ?? 'It'} will act ${actor(ctx)}. If you did not start this, cancel.</p>
<form method="post" action="${ctx.oidc.urlFor('code_verification')}" class="row">${token(ctx)}
<input type="hidden" name="user_code" value="${userCode}">
<button class="main" name="confirm" value="yes" autofocus>Yes, sign it in</button>
<button name="abort" value="yes">Cancel</button></form>`,
    );
  },
  successSource: async (ctx: KoaContextWithOIDC) => {
    await send(
      ctx,
      'Signed in',
      html`<h1>The screen is signed in</h1><p>You can close this page; the screen goes on within a few seconds.</p>`,
    );
  },
};

/** Sign-out where it has to be confirmed: any page could lead here. */
export const signOutPages = {
  logoutSource: async (ctx: KoaContextWithOIDC) => {
    await send(
      ctx,
      'Sign out',
      html`<h1>Sign out?</h1>
<form method="post" action="${ctx.oidc.urlFor('end_session_confirm')}" class="row">${token(ctx)}
<button class="main" name="logout" value="yes" autofocus>Sign out</button>
<button>Stay signed in</button></form>`,
    );
  },
  postLogoutSuccessSource: async (ctx: KoaContextWithOIDC) => {
    await send(
      ctx,
      'Signed out',
      html`<h1>You are signed out</h1><p><a href="${home(ctx)}">To Cupcakery</a></p>`,
    );
  },
};

/** A request that cannot go on, for a browser. */
export async function renderError(ctx: KoaContextWithOIDC, out: ErrorOut): Promise<void> {
  await send(ctx, 'Sign-in did not work', problem(out.error_description ?? out.error, home(ctx)));
}

/** What is wrong and the way back. */
export const problem = (reason: string, to: string): Html =>
  html`<h1>Sign-in did not work</h1><p class="bad">${reason}</p><p><a href="${to}">Start again</a></p>`;

const home = (ctx: KoaContextWithOIDC): string => `${new URL(ctx.oidc.issuer).origin}/`;

async function send(ctx: KoaContextWithOIDC, title: string, content: Html): Promise<void> {
  ctx.type = 'html';
  ctx.body = String(await page(title, content));
}

/** The library's token against forms of other pages. */
function token(ctx: KoaContextWithOIDC): Html {
  const secret = ctx.oidc.session?.state?.secret;
  return html`<input type="hidden" name="xsrf" value="${typeof secret === 'string' ? secret : ''}">`;
}

/** In whose name a screen will act, as far as the browser knows a person already. */
function actor(ctx: KoaContextWithOIDC): string {
  const id = ctx.oidc.session?.accountId;
  return id === undefined ? 'in the name of the person whom you choose next' : `in the name of ${id}`;
}

function deviceProblem(err: Error): string {
  if (err.name === 'AbortedError') return 'The screen was not signed in.';
  if ('userCode' in err || err.name === 'NoCodeError') return 'This code is not known, or was used already.';
  return 'That did not work; try again.';
}
