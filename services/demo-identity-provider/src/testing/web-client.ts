import * as oauth from 'oauth4webapi';
import { createBrowser } from './browser.ts';

/** Plain http: such a provider is on one machine. */
export const http = { [oauth.allowInsecureRequests]: true };
const web: oauth.Client = { client_id: 'cupcakery-web' };
const state = 'state-1';

/** What the web app does to sign people in. */
export type WebClient = {
  /** The address that it sends a browser to. */
  authorization(verifier: string, more?: Record<string, string>): Promise<URL>;
  /** The tokens for the address that the provider sends a browser back to. */
  tokensFor(callback: URL, verifier: string): Promise<oauth.TokenEndpointResponse>;
  /** Signs a person in, by name in lower case, as by a click on the list of people. */
  signIn(
    person: string,
    browser?: ReturnType<typeof createBrowser>,
    more?: Record<string, string>,
  ): Promise<{
    tokens: oauth.TokenEndpointResponse;
    list: Awaited<ReturnType<ReturnType<typeof createBrowser>['open']>>;
    browser: ReturnType<typeof createBrowser>;
  }>;
};

/** The provider's discovery document. */
export async function discover(issuer: string): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  return await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, http));
}

/** The web app's client at a provider; `redirectUri` is where it is opened, with `/signed-in`. */
export function createWebClient(server: oauth.AuthorizationServer, redirectUri: string): WebClient {
  async function authorization(verifier: string, more: Record<string, string> = {}): Promise<URL> {
    const url = new URL(server.authorization_endpoint ?? '');
    url.search = new URLSearchParams({
      client_id: web.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid offline_access profile roles',
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...more,
    }).toString();
    return url;
  }

  async function tokensFor(callback: URL, verifier: string): Promise<oauth.TokenEndpointResponse> {
    const parameters = oauth.validateAuthResponse(server, web, callback, state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      web,
      oauth.None(),
      parameters,
      redirectUri,
      verifier,
      http,
    );
    return await oauth.processAuthorizationCodeResponse(server, web, response, { requireIdToken: true });
  }

  return {
    authorization,
    tokensFor,
    async signIn(person, browser = createBrowser(server.issuer), more = {}) {
      const verifier = oauth.generateRandomCodeVerifier();
      const list = await browser.open(await authorization(verifier, more));
      const { url } = await browser.submit(list, { person });
      return { tokens: await tokensFor(url, verifier), list, browser };
    },
  };
}
