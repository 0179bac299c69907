import type { KoaContextWithOIDC } from 'oidc-provider';

/**
 * Signs out at once where the app shows an ID token of the person who is signed in: only the app has that, so it was no
 * other page that led here. Ends what the library ends after its question: the session, and the tokens that end with it.
 * @returns false when the person has to be asked
 */
export async function signOutByHint(ctx: KoaContextWithOIDC): Promise<boolean> {
  const { session, provider, entities, issuer } = ctx.oidc;
  const hinted = entities.IdTokenHint?.payload.sub;
  if (!session || hinted === undefined || hinted !== session.accountId) return false;
  const { postLogoutRedirectUri, state } = session.state ?? {};
  const ending = Object.values(session.authorizations ?? {}).filter(({ persistsLogout }) => !persistsLogout);
  await Promise.all(
    ending.flatMap(({ grantId }) =>
      grantId === undefined
        ? []
        : [
            provider.RefreshToken.revokeByGrantId(grantId),
            provider.AuthorizationCode.revokeByGrantId(grantId),
            provider.Grant.adapter.destroy(grantId),
          ],
    ),
  );
  await session.destroy();
  const { pathname: path } = new URL(issuer);
  ctx.cookies.set(provider.cookieName('session'), null, { path, httpOnly: true, sameSite: 'lax' });
  const to = new URL(
    typeof postLogoutRedirectUri === 'string'
      ? postLogoutRedirectUri
      : ctx.oidc.urlFor('end_session_success'),
  );
  if (typeof state === 'string') to.searchParams.set('state', state);
  ctx.status = 303;
  ctx.redirect(to.href);
  return true;
}
