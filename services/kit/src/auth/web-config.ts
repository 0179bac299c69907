import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';

/**
 * What the web app needs to know of sign-in, as `GET /config.json` of its origin; it holds no secret.
 * `signIn`: the OpenID provider and the app's client there, null where nobody signs in; `deviceClientId` is its client for
 * the device grant (RFC 8628), by which a screen without a keyboard is signed in. `localAccess`: a request without a token
 * is the local admin.
 */
export const webConfigSchema = z.object({
  signIn: z
    .object({
      authority: z.string(),
      clientId: z.string(),
      scope: z.string(),
      deviceClientId: z.exactOptional(z.string()),
    })
    .nullable(),
  localAccess: z.boolean(),
});

export type WebConfig = z.infer<typeof webConfigSchema>;

/**
 * The document from settings; `issuer` undefined: nobody signs in.
 * @param options.scopes beside `openid` and `offline_access`, which a session that renews its tokens needs
 */
export function webConfigOf(options: {
  issuer: string | undefined;
  clientId: string;
  deviceClientId?: string;
  scopes?: readonly string[];
  localAccess: boolean;
}): WebConfig {
  const { issuer, clientId, deviceClientId, scopes = [], localAccess } = options;
  const scope = ['openid', 'offline_access', ...scopes].join(' ');
  if (issuer === undefined) return { signIn: null, localAccess };
  const device = deviceClientId === undefined ? {} : { deviceClientId };
  return { signIn: { authority: issuer, clientId, scope, ...device }, localAccess };
}

/** Whether a request reads `/config.json`; with another method it is one for a file like any other, and refused as such. */
export function isWebConfigRequest({ url, method }: Pick<IncomingMessage, 'url' | 'method'>): boolean {
  return url?.split('?')[0] === '/config.json' && (method === 'GET' || method === 'HEAD');
}

/** Answers with the document. */
export function replyWebConfig(config: WebConfig, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(JSON.stringify(config));
}
