import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory, KafkaConfig, SASLOptions } from 'kafkajs';
import { type Cluster, createCluster } from './kafkajs-internals.ts';

/** Where and how to reach Kafka. PEM texts, not file names. */
export type KafkaSettings = {
  brokers: string[];
  clientId: string;
  tls?: { ca?: string; cert?: string; key?: string; rejectUnauthorized?: boolean } | undefined;
  sasl?:
    | { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string }
    | undefined;
  connectionTimeoutMs?: number;
  requestTimeoutMs?: number;
};

/** What kit/kafka needs of a logger (pino fits). */
export type KafkaLog = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

/** A way to open connections to one Kafka cluster. Each cluster handle has sockets of its own. */
export type KafkaClient = {
  readonly settings: KafkaSettings;
  readonly log: KafkaLog;
  /**
   * A handle that is not connected yet. Use one per role: a join or a long fetch blocks others on its socket.
   * @param onClose told whenever one of its connections closes, or could not be made
   */
  cluster(onClose?: () => void): Cluster;
  /** kafkajs's own configuration, for its admin client. */
  readonly config: KafkaConfig;
};

export function createKafkaClient(settings: KafkaSettings, log: KafkaLog): KafkaClient {
  const logCreator = () => (entry: { level: number; namespace: string; log: Record<string, unknown> }) => {
    const { message, timestamp: _timestamp, logger: _logger, ...fields } = entry.log;
    // kafkajs reports every retried answer as an error; what matters is reported by kit itself.
    log.debug({ ...fields, kafkajs: entry.namespace }, String(message));
  };
  const config: KafkaConfig = {
    brokers: settings.brokers,
    clientId: settings.clientId,
    connectionTimeout: settings.connectionTimeoutMs ?? 3000,
    requestTimeout: settings.requestTimeoutMs ?? 30_000,
    enforceRequestTimeout: true,
    retry: { initialRetryTime: 50, maxRetryTime: 1000, retries: 5, factor: 0.2, multiplier: 2 },
    ...(settings.tls ? { ssl: settings.tls } : {}),
    ...(settings.sasl ? { sasl: settings.sasl as SASLOptions } : {}),
    logLevel: 2,
    logCreator,
    socketFactory,
  };
  function cluster(onClose?: () => void): Cluster {
    if (!onClose) return createCluster(config, logCreator, 2);
    const watched: ISocketFactory = (where) => {
      const socket = (config.socketFactory ?? socketFactory)(where);
      socket.once('close', onClose);
      return socket;
    };
    return createCluster({ ...config, socketFactory: watched }, logCreator, 2);
  }
  return { settings, log, config, cluster };
}

/** kafkajs leaves Nagle's algorithm on: a request behind an unacknowledged one then waits up to 40 ms. */
const socketFactory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket = ssl
    ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...ssl }, onConnect)
    : connectTcp({ host, port }, onConnect);
  socket.setKeepAlive(true, 60_000);
  socket.setNoDelay(true);
  return socket;
};
