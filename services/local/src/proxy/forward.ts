import {
  Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeUnlessClosed } from '@cupcakery/kit/http/pipe-unless-closed';
import { replyProblem } from '@cupcakery/kit/http/problem-reply';

/** Where a service listens on 127.0.0.1; `remedy`: where to look when it does not answer. */
export type Upstream = { name: string; port: number; remedy?: string };

const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });

// Headers that belong to one connection and not to the message (RFC 9110, 7.6.1).
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  // Already answered by this server.
  'expect',
  'upgrade',
];

function withoutHopByHop(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  const dropped = new Set([...hopByHop, ...named]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
}

// Values that the client sent in these headers are replaced, never appended to.
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

/** Forwards a request and its answer as streams, so that server-sent events arrive as they are sent. */
export function proxyRequest(upstream: Upstream, incoming: IncomingMessage, response: ServerResponse): void {
  // Without a length Node sends a chunked body for some methods only, and an unframed one for DELETE.
  const chunked = incoming.headers['transfer-encoding'] ? { 'transfer-encoding': 'chunked' } : {};
  const headers = { ...withoutHopByHop(incoming.headers), ...chunked, ...forwarded(incoming) };
  const outgoing = request({ ...target(upstream, incoming), headers, agent });
  outgoing.on('error', () => {
    replyProblem(
      response,
      502,
      'Service not available',
      `${upstream.name} does not answer; see ${upstream.remedy ?? 'make status'}`,
    );
  });
  outgoing.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, withoutHopByHop(answer.headers));
    // The first event of a stream may take long; the client must know at once that it is connected.
    response.flushHeaders();
    pipeUnlessClosed(answer, response);
  });
  response.on('close', () => {
    if (!response.writableFinished) outgoing.destroy();
  });
  incoming.on('error', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

/** Forwards a WebSocket handshake; after the 101 each socket is piped into the other. */
export function proxyUpgrade(
  upstream: Upstream,
  incoming: IncomingMessage,
  client: Duplex,
  head: Buffer,
): void {
  const upgrade = { connection: 'Upgrade', upgrade: incoming.headers.upgrade ?? 'websocket' };
  const headers = { ...withoutHopByHop(incoming.headers), ...upgrade, ...forwarded(incoming) };
  const outgoing = request({ ...target(upstream, incoming), headers });
  client.on('error', () => outgoing.destroy());
  client.on('close', () => outgoing.destroy());
  outgoing.on('error', () =>
    client.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
  );
  outgoing.on('response', (answer) => {
    // The service refused the handshake: forward its answer.
    client.write(headOf(answer, { connection: 'close' }));
    pipeUnlessClosed(answer, client);
  });
  outgoing.on('upgrade', (answer, service, serviceHead) => {
    client.write(headOf(answer, upgrade));
    client.write(serviceHead);
    service.write(head);
    pipeUnlessClosed(client, service);
    pipeUnlessClosed(service, client);
  });
  outgoing.end();
}

function headOf(answer: IncomingMessage, extra: Record<string, string>): string {
  const headers = Object.entries({ ...withoutHopByHop(answer.headers), ...extra }).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => `${name}: ${one}`),
  );
  return [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`, ...headers, '', ''].join('\r\n');
}
