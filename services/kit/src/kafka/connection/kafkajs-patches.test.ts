import { once } from 'node:events';
import { createRequire } from 'node:module';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import './kafkajs-patches.ts';

const require = createRequire(import.meta.url);
type Connection = {
  isConnected(): boolean;
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  send(protocol: unknown): Promise<unknown>;
};
const ConnectionClass: new (options: object) => Connection = require('kafkajs/src/network/connection');
const apiVersions: { request: unknown; response: unknown } =
  require('kafkajs/src/protocol/requests/apiVersions').protocol({ version: 0 })();

const none = () => {};
const logger = { debug: none, info: none, warn: none, error: none, namespace: () => logger };

/** A server that keeps its end of each socket open, and a connection to it that is not open yet. */
async function connectionTo(onSocket: (socket: Socket) => void, options: object = {}): Promise<Connection> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', none);
    onTestFinished(() => void socket.destroy());
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return new ConnectionClass({
    host: '127.0.0.1',
    port,
    logger,
    clientId: 'test',
    requestTimeout: 30_000,
    enforceRequestTimeout: true,
    connectionTimeout: 3000,
    socketFactory: ({ host, onConnect }: { host: string; onConnect: () => void }) =>
      connect({ host, port }, onConnect),
    ...options,
  });
}

/** A response without content: its size, the id of its request, no error, no versions. */
function answer(request: Buffer): Buffer {
  const response = Buffer.alloc(14);
  response.writeInt32BE(10, 0);
  request.copy(response, 4, 8, 12);
  return response;
}

describe('a connection to a broker that does not answer', () => {
  it('can be closed, and its requests fail', async () => {
    const requested = Promise.withResolvers<void>();
    const connection = await connectionTo((socket) => void socket.once('data', () => requested.resolve()));
    await connection.connect();
    const pending = expect(connection.send(apiVersions)).rejects.toThrow('closed');
    await requested.promise;
    await connection.disconnect();
    await pending;
    expect(connection.isConnected()).toBe(false);
  });

  // A request is encoded asynchronously: it may be written before, while or after the connection closes.
  it.each(Array.from({ length: 16 }, (_, ticks) => ticks))(
    'fails a request that is sent %i microtasks before it is closed',
    async (ticks) => {
      const connection = await connectionTo((socket) => void socket.resume());
      await connection.connect();
      const pending = expect(connection.send(apiVersions)).rejects.toThrow(/closed|[Nn]ot connected/);
      for (let i = 0; i < ticks; i++) await Promise.resolve();
      await Promise.all([connection.disconnect(), connection.disconnect()]);
      await pending;
    },
  );

  it('fails a request after its time-out', async () => {
    const connection = await connectionTo((socket) => void socket.resume(), { requestTimeout: 20 });
    await connection.connect();
    await expect(connection.send(apiVersions)).rejects.toMatchObject({ name: 'KafkaJSRequestTimeoutError' });
    expect(connection.isConnected()).toBe(true);
    await connection.disconnect();
  });
});

describe('a connection', () => {
  it('opens one socket for all that wait for it', async () => {
    const sockets: Socket[] = [];
    const connection = await connectionTo((socket) => {
      sockets.push(socket);
      socket.on('data', (request) => socket.write(answer(request)));
    });
    await Promise.all([connection.connect(), connection.connect()]);
    await connection.send(apiVersions);
    expect(sockets).toHaveLength(1);
    await connection.disconnect();
  });

  it('fails its requests when the broker closes it, and can be opened again', async () => {
    let opened = 0;
    const connection = await connectionTo((socket) => {
      opened += 1;
      // The first answer breaks off in the middle: the second socket must not take its rest for a start.
      if (opened === 1) socket.once('data', (request) => socket.end(answer(request).subarray(0, 7)));
      else socket.on('data', (request) => socket.write(answer(request)));
    });
    await connection.connect();
    await expect(connection.send(apiVersions)).rejects.toThrow('closed');
    expect(connection.isConnected()).toBe(false);
    await connection.connect();
    await connection.send(apiVersions);
    await connection.disconnect();
  });

  it.each([
    ['a length below zero', Buffer.from([0xff, 0xff, 0xff, 0xfb])],
    ['a response without the id of its request', Buffer.from([0, 0, 0, 2, 0, 0])],
  ])('fails its requests when what answers is no broker: %s', async (_name, bytes) => {
    const connection = await connectionTo((socket) => void socket.once('data', () => socket.write(bytes)));
    await connection.connect();
    await expect(connection.send(apiVersions)).rejects.toThrow('no Kafka broker answers there');
    expect(connection.isConnected()).toBe(false);
  });

  it('that is closed while it opens fails for all that wait for it', async () => {
    const connection = await connectionTo(none);
    const opening = [connection.connect(), connection.connect()].map((one) =>
      expect(one).rejects.toThrow('closed'),
    );
    await connection.disconnect();
    await Promise.all(opening);
    await connection.connect();
    expect(connection.isConnected()).toBe(true);
    await connection.disconnect();
  });

  it('that no broker takes is refused', async () => {
    const connection = await connectionTo(none, { port: 1, socketFactory: undefined });
    await expect(connection.connect()).rejects.toThrow();
  });
});
