import { once } from 'node:events';
import { Agent, get, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Hono } from 'hono';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../log.ts';
import { readJson } from './body.ts';
import { problemHandler } from './problem.ts';
import { type HttpServer, serveHttp } from './server.ts';

const log = createLogger({ service: 'x', level: 'silent' });
const servers: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop(0)));
});

async function serve(app: Hono, more: object = {}) {
  const server = await serveHttp({ app, host: '127.0.0.1', port: 0, log, ...more });
  servers.push(server);
  return server;
}

describe('serveHttp', () => {
  it('names the port that is taken', async () => {
    const { port } = await serve(new Hono());
    const second = serveHttp({ app: new Hono(), host: '127.0.0.1', port, log });
    await expect(second).rejects.toThrow(`Cannot listen on 127.0.0.1:${port}: another program has it`);
  });

  it('finishes requests in flight, refuses new ones and does not wait for idle keep-alive connections', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const app = new Hono().get('/fast', (c) => c.text('fast'));
    app.get('/slow', async (c) => {
      begin();
      await released;
      return c.text('finished');
    });
    const server = await serve(app);
    const agent = new Agent({ keepAlive: true });
    const read = async (path: string) => {
      const [response] = await once(get(`${server.url}${path}`, { agent }), 'response');
      return String(await response.setEncoding('utf8').reduce((all: string, part: string) => all + part, ''));
    };
    await Promise.all([read('/fast'), read('/fast')]);
    const slow = read('/slow');
    await begun;
    const stopped = server.stop(5_000);
    await expect(fetch(`${server.url}/fast`)).rejects.toThrow();
    release();
    expect(await slow).toBe('finished');
    await stopped;
    expect(server.server.listening).toBe(false);
  });

  it('tells clients to close idle connections in time, and to reconnect as soon as the shutdown begins', async () => {
    const leaving = new AbortController();
    const app = new Hono().get('/', (c) => c.text('here'));
    for (const overrideGlobals of [false, true]) {
      const server = await serveHttp({
        app,
        host: '127.0.0.1',
        port: 0,
        log,
        overrideGlobals,
        shutdown: { signal: leaving.signal, delayMs: 5_000 },
      });
      const agent = new Agent({ keepAlive: true });
      const connection = async () => {
        const [response] = await once(get(server.url, { agent }), 'response');
        response.resume();
        return [response.headers.connection, response.headers['keep-alive']];
      };
      if (!leaving.signal.aborted) expect(await connection()).toEqual(['keep-alive', 'timeout=4']);
      leaving.abort();
      expect(await connection()).toEqual(['close', undefined]);
      await server.stop();
    }
  });

  it('leaves fetch no idle connection for longer than it answers after the shutdown began', async () => {
    const shutdown = { signal: new AbortController().signal, delayMs: 5_000 };
    const app = new Hono().get('/', (c) => c.text('here'));
    const server = await serveHttp({ app, host: '127.0.0.1', port: 0, log, shutdown });
    const connections = () => promisify(server.server.getConnections.bind(server.server))();
    await (await fetch(server.url)).text();
    expect(await connections()).toBe(1);
    // By itself fetch would keep it for the ten minutes that the server allows.
    await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 20_000 });
    await server.stop();
  }, 30_000);

  it('does not wait for connections that never carried a request', async () => {
    const server = await serve(new Hono());
    const socket = connect(server.port, '127.0.0.1');
    const closed = once(socket, 'close');
    await once(socket, 'connect');
    // With this grace the test would time out if it waited.
    await server.stop(60_000);
    await closed;
  });

  it('cuts what does not end within the grace, also upgraded sockets', async () => {
    const app = new Hono().get('/hang', () => new Promise<Response>(() => {}));
    const server = await serve(app, {
      websocketUpgrade: (_request: unknown, socket: NodeJS.WritableStream) =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    });
    const hanging = fetch(`${server.url}/hang`).catch((error: unknown) => error);
    const upgrade = request(server.url, { headers: { connection: 'upgrade', upgrade: 'x' } }).end();
    const [, socket] = await once(upgrade, 'upgrade');
    const closed = once(socket, 'close');
    await server.stop(50);
    expect(await hanging).toBeInstanceOf(Error);
    await closed;
  });

  it('answers 413 while a chunked body is still arriving', async () => {
    const app = new Hono().onError(problemHandler(log));
    app.post('/', async (c) => c.json({ got: await readJson(c, { maxBytes: 1000 }) }));
    const { port } = await serve(app);
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
    );
    for (let i = 0; i < 5; i++) socket.write(`12c\r\n${'1'.repeat(300)}\r\n`);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain('HTTP/1.1 413');
    socket.destroy();
  });

  it('survives clients that vanish in the middle of a request', async () => {
    const app = new Hono().onError(problemHandler(log));
    app.post('/', async (c) => c.json({ got: await readJson(c, { maxBytes: 1000 }) }));
    const server = await serve(app);
    const socket = connect(server.port, '127.0.0.1');
    socket.write(
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
    );
    await delay(20);
    socket.resetAndDestroy();
    const body = { method: 'POST', body: '1', headers: { 'content-type': 'application/json' } };
    expect((await fetch(server.url, body)).status).toBe(200);
  });
});
