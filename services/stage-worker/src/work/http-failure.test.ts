import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { placeOfFailure, reasonOfFailure } from './http-failure.ts';

const coded = (code: string, message = code) => Object.assign(new Error(message), { code });
const failed = (cause: Error) => new TypeError('fetch failed', { cause });

describe('a request that failed', () => {
  it.each<[string, unknown, string]>([
    ['refused', failed(coded('ECONNREFUSED')), 'connection'],
    [
      'refused on each address',
      failed(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])),
      'connection',
    ],
    ['without an address', failed(coded('ENOTFOUND')), 'connection'],
    ['while the resolver is away', failed(coded('EAI_AGAIN')), 'connection'],
    ['without a way', failed(coded('EHOSTUNREACH')), 'connection'],
    ['without an answer to the connection', failed(coded('UND_ERR_CONNECT_TIMEOUT')), 'connection'],
    ['for a certificate', failed(coded('CERT_HAS_EXPIRED')), 'connection'],
    ['by a reset', failed(coded('ECONNRESET')), 'exchange'],
    ['by a socket that was closed', failed(coded('UND_ERR_SOCKET')), 'exchange'],
    ['by half an answer', new TypeError('terminated', { cause: coded('UND_ERR_SOCKET') }), 'exchange'],
    ['by an answer that is no HTTP', failed(coded('HPE_INVALID_CONSTANT')), 'exchange'],
    ['by a body that cannot be unpacked', coded('Z_DATA_ERROR'), 'exchange'],
    ['by a header that cannot be sent', new TypeError('Headers.append: invalid value'), 'request'],
    ['by something unknown', new Error('?'), 'exchange'],
  ])('%s failed at the %s', (_name, error, place) => {
    expect(placeOfFailure(error)).toBe(place);
  });
});

/** What fetch, or reading the body, rejects with. */
async function failureOf(url: string): Promise<unknown> {
  try {
    await (await fetch(url, { method: 'POST', body: '{}' })).text();
  } catch (error) {
    return error;
  }
  throw new Error('the request worked');
}

async function listening(server: ReturnType<typeof createTcpServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
const http = (listener: RequestListener) => listening(createServer(listener));
const tcp = (listener: (socket: Socket) => void) => listening(createTcpServer(listener));

describe('a real server', () => {
  it('that closes the socket of a request fails in the exchange', async () => {
    const url = await http((request) => request.socket.destroy());
    expect(placeOfFailure(await failureOf(url))).toBe('exchange');
  });

  it('that resets it fails in the exchange', async () => {
    const url = await tcp((socket) =>
      socket.once('data', () => socket.resetAndDestroy()).on('error', () => {}),
    );
    expect(placeOfFailure(await failureOf(url))).toBe('exchange');
  });

  it('that sends half an answer fails in the exchange', async () => {
    const url = await http((request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"out', () => request.socket.destroy());
    });
    expect(placeOfFailure(await failureOf(url))).toBe('exchange');
  });

  it('that sends no HTTP fails in the exchange', async () => {
    const url = await tcp((socket) => socket.end('hello\r\n\r\n').on('error', () => {}));
    expect(placeOfFailure(await failureOf(url))).toBe('exchange');
  });

  it('that is not there fails at the connection, and the reason says so', async () => {
    const server = createTcpServer();
    const url = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const failure = await failureOf(url);
    expect(placeOfFailure(failure)).toBe('connection');
    expect(reasonOfFailure(failure)).toContain('ECONNREFUSED');
  });

  it('is not asked when a header cannot be sent', async () => {
    const failure = await fetch('http://127.0.0.1:1/', { headers: { traceparent: 'a\nb' } }).catch((e) => e);
    expect(placeOfFailure(failure)).toBe('request');
  });
});
