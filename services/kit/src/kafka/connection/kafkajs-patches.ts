import { createRequire } from 'node:module';
import { settledWithin, withTimeout } from '../../tools/with-timeout.ts';

/** Changes to kafkajs's private classes; imported for its effect. Each change says why. */
const require = createRequire(import.meta.url);

type RequestQueue = { pending: unknown[]; throttledUntil: number };
const RequestQueueClass: {
  prototype: { scheduleCheckPendingRequests(this: RequestQueue): void };
} = require('kafkajs/src/network/requestQueue');
const scheduleCheck = RequestQueueClass.prototype.scheduleCheckPendingRequests;
// Unpatched, it arms a timer after every response even when nothing is pending; on Node 24 its negative delay
// becomes a 1 ms timer that re-arms itself without end (idle CPU 4 % instead of 1 %).
RequestQueueClass.prototype.scheduleCheckPendingRequests = function () {
  if (this.pending.length > 0) scheduleCheck.call(this);
};

type Socket = { destroy(): void };
type Connection = {
  isConnected(): boolean;
  chunks: Buffer[];
  bytesBuffered: number;
  bytesNeeded: number;
  host: string;
  port: number;
  socket?: Socket;
  rejectRequests(error: Error): void;
};
const ConnectionClass: {
  prototype: {
    connect(this: Connection): Promise<unknown>;
    disconnect(this: Connection): Promise<unknown>;
  };
} = require('kafkajs/src/network/connection');
const { connect, disconnect } = ConnectionClass.prototype;
/** Length of the size field before a response. */
const sizeBytes = 4;
// Unpatched, the part of a response that arrived before a connection broke (a killed broker) is taken for the start
// of the next connection's first response, and no response can be decoded from then on.
ConnectionClass.prototype.connect = function () {
  if (!this.isConnected()) Object.assign(this, { chunks: [], bytesBuffered: 0, bytesNeeded: sizeBytes });
  return connect.call(this);
};

type PooledConnection = Connection & { disconnect(): Promise<unknown> };
type ConnectionPool = { host: string; port: number; pool: PooledConnection[] };
const ConnectionPoolClass: {
  prototype: { send(this: ConnectionPool, request: unknown): Promise<unknown> };
} = require('kafkajs/src/network/connectionPool');
const {
  KafkaJSConnectionError,
}: {
  KafkaJSConnectionError: new (message: string, details: { broker: string; code: string }) => Error;
} = require('kafkajs/src/errors');
const { send } = ConnectionPoolClass.prototype;

/** For responses that are on their way. */
const disconnectWithinMs = 1000;
// Unpatched, it waits for the responses to all requests, without a bound. A refresh of the metadata disconnects each
// broker that is no longer named, and all others wait for that refresh: one fetch to a broker that hangs, or dies
// meanwhile, kept everything that needs a leader waiting.
ConnectionClass.prototype.disconnect = async function () {
  const disconnected = disconnect.call(this);
  if (!(await settledWithin(disconnected, disconnectWithinMs))) {
    this.rejectRequests(doesNotAnswer(this));
    this.socket?.destroy();
  }
  return disconnected;
};

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

function doesNotAnswer({ host, port }: { host: string; port: number }): Error {
  const broker = `${host}:${port}`;
  return new KafkaJSConnectionError(`${broker} does not answer`, { broker, code: 'ETIMEDOUT' });
}

function dropConnections(pool: ConnectionPool): void {
  for (const connection of pool.pool) {
    connection.rejectRequests(doesNotAnswer(pool));
    void connection.disconnect().catch(() => {});
    connection.socket?.destroy();
  }
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
    return doesNotAnswer(this.connectionPool);
  });
};
