import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type Admin, type ISocketFactory, Kafka, type KafkaConfig, type SASLOptions } from 'kafkajs';
import { createConnection, type KafkaConnection } from './connection.ts';
import { createCluster } from './kafkajs-requests.ts';

/** Where and how to reach Kafka. PEM texts, not file names. */
export type KafkaSettings = {
  brokers: string[];
  clientId: string;
  tls?: { ca?: string; cert?: string; key?: string } | undefined;
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

/** kafkajs's admin client, as far as kit uses it. */
export type KafkaAdmin = Pick<
  Admin,
  | 'connect'
  | 'disconnect'
  | 'listTopics'
  | 'createTopics'
  | 'fetchTopicMetadata'
  | 'fetchTopicOffsets'
  | 'describeConfigs'
  | 'alterConfigs'
  | 'listGroups'
  | 'describeGroups'
  | 'fetchOffsets'
>;

/** Opens connections to one Kafka cluster; each has sockets of its own. */
export type KafkaClient = {
  readonly settings: KafkaSettings;
  readonly log: KafkaLog;
  /** What records are dated by, and what commands are decided by; ms since the epoch. */
  readonly now: () => number;
  /**
   * A connection that is not open yet.
   * @param onClose called whenever one of its sockets closes, or could not be opened
   */
  connection(onClose?: () => void): KafkaConnection;
  /** An open connection: waits for the brokers and the topics until `signal` is aborted, and logs each retry. */
  connect(topics: readonly string[], signal?: AbortSignal): Promise<KafkaConnection>;
  /** @param retry how often a request is retried, and the first wait in between (ms) */
  admin(retry: { retries: number; initialRetryTime: number }): KafkaAdmin;
  /** kafkajs's own configuration. */
  readonly config: KafkaConfig;
};

export function createKafkaClient(settings: KafkaSettings, log: KafkaLog, now = Date.now): KafkaClient {
  const logCreator = () => (entry: { level: number; namespace: string; log: Record<string, unknown> }) => {
    const { message, timestamp: _timestamp, logger: _logger, ...fields } = entry.log;
    // kafkajs logs every retried response as an error; kit itself logs what matters.
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
  function connection(onClose?: () => void): KafkaConnection {
    const connect = config.socketFactory ?? socketFactory;
    const watched: ISocketFactory = (address) => {
      const socket = connect(address);
      if (onClose) socket.once('close', onClose);
      return socket;
    };
    return createConnection(createCluster({ ...config, socketFactory: watched }, logCreator, 2), now);
  }

  async function connect(topics: readonly string[], signal?: AbortSignal): Promise<KafkaConnection> {
    const opened = connection();
    try {
      await opened.open(topics, {
        signal,
        onRetry: (err) => log.warn({ err, topics }, 'waiting for Kafka'),
      });
      return opened;
    } catch (error) {
      // Do not leak the sockets when the caller gives up.
      void opened.close();
      throw error;
    }
  }

  return {
    settings,
    log,
    now,
    config,
    connection,
    connect,
    admin: (retry) => new Kafka({ ...config, retry }).admin(),
  };
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
