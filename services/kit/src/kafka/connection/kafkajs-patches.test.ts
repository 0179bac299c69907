import { once } from 'node:events';
import { createRequire } from 'node:module';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import './kafkajs-patches.ts';

const require = createRequire(import.meta.url);
type Connection = {
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  send(protocol: unknown): Promise<unknown>;
};
const ConnectionClass: new (options: object) => Connection = require('kafkajs/src/network/connection');
const apiVersions: { request: unknown; response: unknown } =
  require('kafkajs/src/protocol/requests/apiVersions').protocol({ version: 0 })();

const none = () => {};
const logger = { debug: none, info: none, warn: none, error: none, namespace: () => logger };

it('a connection to a broker that does not answer can be closed, and its requests fail', async () => {
  const requested = Promise.withResolvers<void>();
  const server = createServer((socket) => void socket.once('data', () => requested.resolve()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const connection = new ConnectionClass({
    host: '127.0.0.1',
    port,
    logger,
    clientId: 'test',
    requestTimeout: 30_000,
    enforceRequestTimeout: true,
    connectionTimeout: 3000,
    socketFactory: ({ host, onConnect }: { host: string; onConnect: () => void }) =>
      connect({ host, port }, onConnect),
  });
  await connection.connect();
  const pending = expect(connection.send(apiVersions)).rejects.toThrow('does not answer');
  await requested.promise;
  await connection.disconnect();
  await pending;
});
