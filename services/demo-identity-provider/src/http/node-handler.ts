import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';

type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<unknown> | unknown;

/**
 * Lets the provider, which is a handler of Node's requests, answer. It derives its addresses from the request; here they
 * follow from the issuer, so that they are the same however the caller got here: by the origin of the web app, or by a
 * service's name inside of a cluster.
 */
export function nodeHandler(
  issuer: string,
  handler: NodeHandler,
): MiddlewareHandler<{ Bindings: HttpBindings }> {
  const { pathname, host, protocol } = new URL(issuer);
  const mount = pathname === '/' ? '' : pathname;
  return async (c) => {
    const { incoming, outgoing } = c.env;
    const request = Object.assign(incoming, {
      baseUrl: mount,
      url: (incoming.url ?? '/').slice(mount.length) || '/',
    });
    incoming.headers.host = host;
    incoming.headers['x-forwarded-host'] = host;
    incoming.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    await handler(request as IncomingMessage, outgoing as ServerResponse);
    // Says to the server that the answer is written already; the status is for the request log.
    const headers = { 'x-hono-already-sent': 'true' };
    return new Response(null, { status: outgoing.statusCode, headers });
  };
}
