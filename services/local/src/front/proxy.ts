import {
  Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import { replyProblem } from '@cupcakery/kit/http/problem-reply';

/** Where a service listens on 127.0.0.1. */
export type Upstream = { name: string; port: number };

const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });

// Headers that belong to one connection and not to the message (RFC 9110, 7.6.1).
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  // Answered by this server already.
  'expect',
  'upgrade',
];

const withoutHopByHop = (headers: IncomingHttpHeaders): IncomingHttpHeaders => {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  const dropped = new Set([...hopByHop, ...named]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
};

// What the client claims about itself in these is replaced, never added to.
const forwarded = (incoming: IncomingMessage): IncomingHttpHeaders => ({
  'x-forwarded-for': incoming.socket.remoteAddress ?? '127.0.0.1',
  'x-forwarded-host': incoming.headers.host ?? '',
  'x-forwarded-proto': 'http',
});

const target = (upstream: Upstream, incoming: IncomingMessage) => ({
  host: '127.0.0.1',
  port: upstream.port,
  method: incoming.method,
  path: incoming.url,
});

/** Passes a request on and its answer back as streams, so that server-sent events arrive as they are sent. */
export const proxyRequest = (
  upstream: Upstream,
  incoming: IncomingMessage,
  response: ServerResponse,
): void => {
  // Without a length node sends a body in chunks for some methods only, and bare for DELETE.
  const chunked = incoming.headers['transfer-encoding'] ? { 'transfer-encoding': 'chunked' } : {};
  const headers = { ...withoutHopByHop(incoming.headers), ...chunked, ...forwarded(incoming) };
  const outgoing = request({ ...target(upstream, incoming), headers, agent });
  outgoing.on('error', () => {
    replyProblem(response, 502, 'Service not available', `${upstream.name} does not answer; see make status`);
  });
  outgoing.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, withoutHopByHop(answer.headers));
    // The first event of a stream may be long in coming; the client must know at once that it is connected.
    response.flushHeaders();
    pipeline(answer, response, () => {});
  });
  response.on('close', () => {
    if (!response.writableFinished) outgoing.destroy();
  });
  incoming.on('error', () => outgoing.destroy());
  incoming.pipe(outgoing);
};

/** Passes a WebSocket handshake on; after the 101 both sockets are one pipe each way. */
export const proxyUpgrade = (
  upstream: Upstream,
  incoming: IncomingMessage,
  client: Duplex,
  head: Buffer,
): void => {
  const upgrade = { connection: 'Upgrade', upgrade: incoming.headers.upgrade ?? 'websocket' };
  const headers = { ...withoutHopByHop(incoming.headers), ...upgrade, ...forwarded(incoming) };
  const outgoing = request({ ...target(upstream, incoming), headers });
  client.on('error', () => outgoing.destroy());
  client.on('close', () => outgoing.destroy());
  outgoing.on('error', () =>
    client.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
  );
  outgoing.on('response', (answer) => {
    // The service refused the handshake: say how.
    client.write(headOf(answer, { connection: 'close' }));
    pipeline(answer, client, () => {});
  });
  outgoing.on('upgrade', (answer, service, serviceHead) => {
    client.write(headOf(answer, upgrade));
    client.write(serviceHead);
    service.write(head);
    pipeline(client, service, () => {});
    pipeline(service, client, () => {});
  });
  outgoing.end();
};

const headOf = (answer: IncomingMessage, extra: Record<string, string>): string => {
  const headers = Object.entries({ ...withoutHopByHop(answer.headers), ...extra }).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => `${name}: ${one}`),
  );
  return [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`, ...headers, '', ''].join('\r\n');
};
