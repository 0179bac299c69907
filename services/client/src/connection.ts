import { type Client, createClient } from 'graphql-ws';
import { backoff } from './backoff.ts';
import { type Device, device } from './device.ts';
import {
  becauseOf,
  deadAfter,
  initialLink,
  type LinkEvent,
  type LinkState,
  pingEvery,
  reduceLink,
  silence,
} from './link.ts';
import { createStore, type Store } from './store.ts';

/** One WebSocket that reconnects automatically, without a limit, and reports its state. */
export type Connection = {
  link: Pick<Store<LinkState>, 'get' | 'subscribe'>;
  /**
   * Calls `onOpen` for the current socket and for each that replaces it; the function that it returns is called when
   * that socket closes. Returns a function that detaches.
   */
  attach(onOpen: (client: Client) => () => void): () => void;
  /** Ends the wait for the next attempt, or replaces a silent socket. */
  retryNow(): void;
  stop(): void;
};

export type ConnectionParams = Record<string, string>;

export type ConnectionOptions = {
  /** A class like the browser's WebSocket, where none is built in (Node before 22). */
  webSocketImpl?: unknown;
  /** What the machine reports about itself; for tests. */
  device?: Device;
};

/**
 * Opens the connection. It reconnects here and not in graphql-ws, which would repeat a subscription with its first
 * variables: these streams resume from their last cursor.
 * @param url absolute, ws: or wss:
 * @param connectionParams called at each opening for the caller's credentials. May fetch a fresh token; while it
 *   rejects, the connection is retried as if the server did not answer
 */
export function openConnection(
  url: string,
  connectionParams: () => ConnectionParams | Promise<ConnectionParams> = () => ({}),
  options: ConnectionOptions = {},
): Connection {
  const thisDevice = options.device ?? device();
  const link = createStore(initialLink(Date.now(), thisDevice.isOffline()));
  const dispatch = (event: LinkEvent) => link.set(reduceLink(link.get(), event, Date.now()));
  const attached = new Map<(client: Client) => () => void, () => void>();
  let client: Client | undefined;
  let dialledAt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const dial = () => {
    clearTimeout(retry);
    dialledAt = Date.now();
    dispatch({ type: 'dialing' });
    const ifCurrent = (own: () => void) => () => {
      if (client === socket) own();
    };
    const heard = ifCurrent(() => dispatch({ type: 'heard' }));
    const socket = createClient({
      url,
      connectionParams,
      ...(options.webSocketImpl === undefined ? {} : { webSocketImpl: options.webSocketImpl }),
      lazy: false,
      retryAttempts: 0,
      keepAlive: pingEvery,
      connectionAckWaitTimeout: deadAfter,
      // Every failure is reported as `closed` too.
      onNonLazyError: () => {},
      on: {
        connected: heard,
        message: heard,
        closed: (event) => {
          if (client === socket) closed(codeOf(event));
        },
      },
    });
    client = socket;
    for (const onOpen of attached.keys()) attached.set(onOpen, onOpen(socket));
  };

  const closed = (code: number | undefined) => {
    const old = client;
    client = undefined;
    for (const [onOpen, close] of attached) {
      close();
      attached.set(onOpen, () => {});
    }
    // Rejects when the socket never opened, which `closed` has just reported.
    old?.dispose()?.then(undefined, () => {});
    const wait = backoff(link.get().failures);
    dispatch({ type: 'closed', because: becauseOf(code), retryAt: Date.now() + wait });
    retry = setTimeout(dial, wait);
  };

  const giveUpSocket = () => {
    const old = client;
    closed(4499);
    old?.terminate();
  };

  const tick = () => {
    // A hidden tab's timers sleep, pings with them: its silence says nothing about the server.
    if (thisDevice.isHidden()) return;
    dispatch({ type: 'tick' });
    const { phase } = link.get();
    const open = phase === 'live' || phase === 'stale';
    const waited = open ? silence(link.get(), Date.now()) : Date.now() - dialledAt;
    if (client && waited > deadAfter) giveUpSocket();
  };

  const retryNow = () => {
    if (client && link.get().phase === 'stale') giveUpSocket();
    if (!client) dial();
  };
  const onDevice = () => {
    dispatch({ type: 'device', offline: thisDevice.isOffline() });
    if (thisDevice.isHidden()) return;
    dispatch({ type: 'tick' });
    if (!thisDevice.isOffline()) retryNow();
  };

  dial();
  const ticker = setInterval(tick, 500);
  const unwatchDevice = thisDevice.watch(onDevice);

  return {
    link,
    attach(onOpen) {
      attached.set(onOpen, client ? onOpen(client) : () => {});
      return () => {
        attached.get(onOpen)?.();
        attached.delete(onOpen);
      };
    },
    retryNow,
    stop() {
      clearInterval(ticker);
      clearTimeout(retry);
      unwatchDevice();
      const old = client;
      client = undefined;
      old?.dispose()?.then(undefined, () => {});
    },
  };
}

/** The code of a close event, for any WebSocket implementation. */
const codeOf = (event: unknown): number | undefined =>
  typeof event === 'object' && event !== null && 'code' in event && typeof event.code === 'number'
    ? event.code
    : undefined;
