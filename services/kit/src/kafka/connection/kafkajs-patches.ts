import { createRequire } from 'node:module';
import type { ISocketFactory } from 'kafkajs';
import { withTimeout } from '../../tools/with-timeout.ts';
import { BrokerSocket, connectionError } from './broker-socket.ts';
import type { ProtocolRequest } from './kafkajs-types.ts';

/** Changes to kafkajs's private classes; imported for its effect. Each change says why. */
const require = createRequire(import.meta.url);
const apiKeys: Record<string, number> = require('kafkajs/src/protocol/requests/apiKeys');

type Connection = {
  readonly host: string;
  readonly port: number;
  readonly ssl: Parameters<ISocketFactory>[0]['ssl'];
  readonly sasl: unknown;
  readonly clientId: string;
  readonly socketFactory: ISocketFactory;
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  authenticatedAt: unknown;
  isAuthenticated(): boolean;
  authenticate(): Promise<void>;
  isConnected(): boolean;
  connect(): Promise<true>;
  disconnect(): Promise<true>;
  send(protocol: ProtocolRequest & { requestTimeout?: number | null }): Promise<unknown>;
  sendAuthRequest(): Promise<never>;
};
const ConnectionClass: { prototype: Connection } = require('kafkajs/src/network/connection');
const socketOf = new WeakMap<Connection, BrokerSocket>();
const requestsBeforeAuthentication = new Set([
  apiKeys.ApiVersions,
  apiKeys.SaslHandshake,
  apiKeys.SaslAuthenticate,
]);

// Unpatched, a connection lives on from socket to socket and its requests with it: one that is sent while the
// connection closes is never answered and never times out, and since kafkajs shares one refresh of the metadata among
// all callers, everything that needs a leader waits for it. It also waits without a bound for the responses of a broker
// that hangs, takes the rest of a response of the last socket for the start of the next one's first, and wakes up ten
// times a second.
Object.assign(ConnectionClass.prototype, {
  isConnected(this: Connection): boolean {
    return socketOf.get(this)?.isOpen ?? false;
  },
  async connect(this: Connection): Promise<true> {
    const known = socketOf.get(this);
    const socket = known === undefined || known.isClosed ? openSocket(this) : known;
    await socket.opened;
    return true;
  },
  async disconnect(this: Connection): Promise<true> {
    this.authenticatedAt = null;
    socketOf.get(this)?.close('connection closed');
    return true;
  },
  async send(
    this: Connection,
    { request, response, requestTimeout }: Parameters<Connection['send']>[0],
  ): Promise<unknown> {
    if (this.sasl && !this.isAuthenticated() && !requestsBeforeAuthentication.has(request.apiKey)) {
      await this.authenticate();
    }
    const socket = socketOf.get(this);
    if (!socket?.isOpen) throw connectionError('not connected', brokerOf(this));
    // A broker throttles by itself, by answering later (KIP-219); waiting here too would make no difference.
    const bytes = await socket.request(request, Math.max(this.requestTimeout, requestTimeout ?? 0));
    return response.parse(await response.decode(bytes));
  },
  async sendAuthRequest(this: Connection): Promise<never> {
    throw connectionError('the broker is older than Kafka 1.0: it cannot sign clients in', brokerOf(this));
  },
} satisfies Partial<Connection>);

function openSocket(connection: Connection): BrokerSocket {
  const { host, port, ssl, clientId, socketFactory, connectionTimeout: connectWithinMs } = connection;
  connection.authenticatedAt = null;
  const socket = new BrokerSocket({ host, port, ssl, clientId, socketFactory, connectWithinMs });
  socketOf.set(connection, socket);
  return socket;
}

const brokerOf = ({ host, port }: { host: string; port: number }): string => `${host}:${port}`;

type ConnectionPool = { host: string; port: number; pool: Connection[] };
const ConnectionPoolClass: {
  prototype: { send(this: ConnectionPool, request: unknown): Promise<unknown> };
} = require('kafkajs/src/network/connectionPool');
const { send } = ConnectionPoolClass.prototype;

// Unpatched, the sockets of a broker that hangs stay open: each further request waits for its time-out, and so does a
// look-up of the leaders, which prefers brokers with an open socket and may choose this one again.
ConnectionPoolClass.prototype.send = async function (request) {
  try {
    return await send.call(this, request);
  } catch (error) {
    if (error instanceof Error && error.name === 'KafkaJSRequestTimeoutError') dropConnections(this);
    throw error;
  }
};

const reasonOfDrop = 'does not answer';

function dropConnections(pool: ConnectionPool): void {
  for (const connection of pool.pool) socketOf.get(connection)?.close(reasonOfDrop, 'ETIMEDOUT');
}

type PoolBroker = { isConnected(): boolean; connectionPool: ConnectionPool };
const BrokerClass: {
  prototype: { connect(this: PoolBroker): Promise<unknown> };
} = require('kafkajs/src/broker');
const { connect: connectBroker } = BrokerClass.prototype;
/** TCP, TLS, versions and SASL; a busy broker may take seconds. */
const connectWithinMs = 10_000;
// Unpatched, a broker that accepts connections and does not answer is tried six times, 30 s each, before another one
// gets the request. An error of this kind makes kafkajs choose another one.
BrokerClass.prototype.connect = async function () {
  if (this.isConnected()) return;
  await withTimeout(connectBroker.call(this), connectWithinMs, () => {
    dropConnections(this.connectionPool);
    const broker = brokerOf(this.connectionPool);
    return connectionError(`${broker} ${reasonOfDrop}`, broker, 'ETIMEDOUT');
  });
};
