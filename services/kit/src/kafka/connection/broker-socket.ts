import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';
import { ResponseFrames } from '../wire/response-frames.ts';
import type { ProtocolRequest } from './kafkajs-types.ts';

const require = createRequire(import.meta.url);
const {
  KafkaJSConnectionError,
  KafkaJSRequestTimeoutError,
}: {
  KafkaJSConnectionError: new (
    message: string,
    details: { broker: string; code?: string | undefined },
  ) => Error;
  KafkaJSRequestTimeoutError: new (message: string, details: { broker: string }) => Error;
} = require('kafkajs/src/errors');
const encodeRequest: (of: {
  correlationId: number;
  clientId: string;
  request: ProtocolRequest['request'];
}) => Promise<{ buffer: Buffer }> = require('kafkajs/src/protocol/request');

/** Where and how to open a socket. */
export type BrokerSocketOptions = {
  host: string;
  port: number;
  ssl: Parameters<ISocketFactory>[0]['ssl'];
  clientId: string;
  socketFactory: ISocketFactory;
  connectWithinMs: number;
};

type PendingRequest = { resolve(response: Buffer): void; reject(error: Error): void };

/**
 * One socket to a broker, from its opening to its end; it is never opened again. What was asked of it settles in any
 * case: a request by its response, its time-out or the end of the socket; the opening within its time.
 */
export class BrokerSocket {
  /** Settles when the socket is open, or could not be opened. */
  readonly opened: Promise<void>;
  readonly #options: BrokerSocketOptions;
  readonly #socket: Socket;
  readonly #frames = new ResponseFrames();
  readonly #pending = new Map<number, PendingRequest>();
  readonly #opening = Promise.withResolvers<void>();
  readonly #connectTimer: NodeJS.Timeout;
  #state: 'opening' | 'open' | 'closed' = 'opening';
  #nextId = 0;

  /** Throws when the socket cannot even be made. */
  constructor(options: BrokerSocketOptions) {
    this.#options = options;
    this.opened = this.#opening.promise;
    // Nobody may wait for it any more when it fails.
    this.opened.catch(() => {});
    const { host, port, ssl, connectWithinMs } = options;
    this.#socket = options.socketFactory({ host, port, ssl, onConnect: () => this.#onConnect() });
    this.#socket
      .on('data', (chunk) => this.#onData(chunk))
      .on('error', (error) => this.close(`connection error: ${error.message}`, codeOf(error)))
      .on('end', () => this.close('connection closed by the broker'))
      .on('close', () => this.close('connection closed'));
    this.#connectTimer = setTimeout(
      () => this.close('connection timeout: not open in time', 'ETIMEDOUT'),
      connectWithinMs,
    );
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  get isClosed(): boolean {
    return this.#state === 'closed';
  }

  /**
   * Sends a request and returns the bytes of its response, without the correlation id.
   * @throws KafkaJSConnectionError when the socket ends before, KafkaJSRequestTimeoutError when the time has passed
   */
  async request(request: ProtocolRequest['request'], timeoutMs: number): Promise<Buffer> {
    const correlationId = this.#nextId;
    this.#nextId = (this.#nextId + 1) % 2 ** 31;
    const { clientId } = this.#options;
    const { buffer } = await encodeRequest({ correlationId, clientId, request });
    if (this.#state !== 'open') throw this.#error('connection closed before the request');
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    const timer = setTimeout(() => {
      const name = request.apiName ?? `with key ${request.apiKey}`;
      const broker = this.#broker;
      reject(new KafkaJSRequestTimeoutError(`request ${name} timed out after ${timeoutMs} ms`, { broker }));
    }, timeoutMs);
    this.#pending.set(correlationId, { resolve, reject });
    this.#socket.write(buffer);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#pending.delete(correlationId);
    }
  }

  /** Ends the socket at once: all that waits for it is rejected with the reason. Does nothing the second time. */
  close(reason: string, code?: string): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    clearTimeout(this.#connectTimer);
    const error = this.#error(reason, code);
    this.#opening.reject(error);
    for (const { reject } of this.#pending.values()) reject(error);
    this.#socket.destroy();
  }

  #onConnect(): void {
    if (this.#state !== 'opening') return;
    this.#state = 'open';
    clearTimeout(this.#connectTimer);
    this.#opening.resolve();
  }

  #onData(chunk: Buffer): void {
    if (this.#state === 'closed') return;
    try {
      for (const response of this.#frames.add(chunk)) {
        // Nobody waits for the response to a request that has timed out.
        this.#pending.get(response.readInt32BE(0))?.resolve(response.subarray(4));
      }
    } catch (error) {
      // Thrown here, it would end the process.
      this.close(`connection closed: no Kafka broker answers there (${String(error)})`);
    }
  }

  get #broker(): string {
    return `${this.#options.host}:${this.#options.port}`;
  }

  #error(reason: string, code?: string): Error {
    return connectionError(`${this.#broker}: ${reason}`, this.#broker, code);
  }
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** No connection, or one that broke: by its name kafkajs looks for the leaders again, or chooses another broker. */
export function connectionError(message: string, broker: string, code?: string): Error {
  return new KafkaJSConnectionError(message, { broker, code });
}
