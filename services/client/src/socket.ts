import { type Client, createClient } from 'graphql-ws';
import { serverTimeOf } from './clock.ts';
import { deadAfter, pingEvery } from './link.ts';

export type ConnectionParams = Record<string, string>;

type SocketEvents = {
  /** The server sent something. */
  onHeard(): unknown;
  /** The server said its time in answer to something that was sent at `sentAt` of this device. */
  onServerTime(sentAt: number, answeredAt: number): void;
  /** Once, however it ended. */
  onClosed(code: number | undefined): unknown;
};

/** One socket, without reconnection. */
export function openSocket(
  url: string,
  connectionParams: () => ConnectionParams | Promise<ConnectionParams>,
  webSocketImpl: unknown,
  { onHeard, onServerTime, onClosed }: SocketEvents,
): Client {
  let sentAt = Date.now();
  const heardTime = (payload: unknown) => {
    const answeredAt = serverTimeOf(payload);
    if (answeredAt !== undefined) onServerTime(sentAt, answeredAt);
  };
  return createClient({
    url,
    connectionParams,
    ...(webSocketImpl === undefined ? {} : { webSocketImpl }),
    lazy: false,
    retryAttempts: 0,
    keepAlive: pingEvery,
    connectionAckWaitTimeout: deadAfter,
    // Every failure is reported as `closed` too.
    onNonLazyError: () => {},
    on: {
      opened: () => {
        sentAt = Date.now();
      },
      ping: (received) => {
        if (!received) sentAt = Date.now();
      },
      pong: (received, payload) => {
        if (received) heardTime(payload);
      },
      connected: (_socket, payload) => {
        onHeard();
        heardTime(payload);
      },
      message: onHeard,
      closed: (event) => onClosed(codeOf(event)),
    },
  });
}

/** The code of a close event, for any WebSocket implementation. */
const codeOf = (event: unknown): number | undefined =>
  typeof event === 'object' && event !== null && 'code' in event && typeof event.code === 'number'
    ? event.code
    : undefined;
