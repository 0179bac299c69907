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

/** One WebSocket that comes back by itself, for ever, and tells how it is. */
export type Connection = {
  link: Pick<Store<LinkState>, 'get' | 'subscribe'>;
  /**
   * Calls `onOpen` for the present socket and for each that replaces it; what it returns is called when it is
   * to stop. Returns the way to detach.
   */
  attach(onOpen: (client: Client) => () => void): () => void;
  /** Ends the wait for the next attempt, or replaces a socket that says nothing. */
  retryNow(): void;
  stop(): void;
};

export type ConnectionParams = Record<string, string>;

export type ConnectionOptions = {
  /** A class like the browser's WebSocket, where there is none built in (Node before 22). */
  webSocketImpl?: unknown;
  /** What the machine knows of itself; for tests. */
  device?: Device;
};

/**
 * Opens the connection. Reconnecting is done here and not by graphql-ws, which would repeat a subscription with
 * its first variables: ours go on from their last cursor.
 * @param url absolute, ws: or wss:
 * @param connectionParams what the server is told at each opening: who is there. May fetch a fresh token; while it
 *   rejects, the connection is tried again as if the server did not answer
 */
export const openConnection = (
  url: string,
  connectionParams: () => ConnectionParams | Promise<ConnectionParams> = () => ({}),
  options: ConnectionOptions = {},
): Connection => {
  const here = options.device ?? device();
  const link = createStore(initialLink(Date.now(), here.isOffline()));
  const send = (event: LinkEvent) => link.set(reduceLink(link.get(), event, Date.now()));
  const attached = new Map<(client: Client) => () => void, () => void>();
  let client: Client | undefined;
  let dialedAt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const dial = () => {
    clearTimeout(retry);
    dialedAt = Date.now();
    send({ type: 'dialing' });
    const mine = (own: () => void) => () => {
      if (client === socket) own();
    };
    const heard = mine(() => send({ type: 'heard' }));
    const socket = createClient({
      url,
      connectionParams,
      ...(options.webSocketImpl === undefined ? {} : { webSocketImpl: options.webSocketImpl }),
      lazy: false,
      retryAttempts: 0,
      keepAlive: pingEvery,
      connectionAckWaitTimeout: deadAfter,
      // Every failure comes as `closed` too.
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
    // Rejects when the socket never opened, which `closed` has just told.
    old?.dispose()?.then(undefined, () => {});
    const wait = backoff(link.get().failures);
    send({ type: 'closed', because: becauseOf(code), retryAt: Date.now() + wait });
    retry = setTimeout(dial, wait);
  };

  const giveUpSocket = () => {
    const old = client;
    closed(4499);
    old?.terminate();
  };

  const tick = () => {
    // A hidden tab's timers sleep, pings with them: its silence says nothing about the server.
    if (here.isHidden()) return;
    send({ type: 'tick' });
    const { phase } = link.get();
    const open = phase === 'live' || phase === 'stale';
    const waited = open ? silence(link.get(), Date.now()) : Date.now() - dialedAt;
    if (client && waited > deadAfter) giveUpSocket();
  };

  const retryNow = () => {
    if (client && link.get().phase === 'stale') giveUpSocket();
    if (!client) dial();
  };
  const onDevice = () => {
    send({ type: 'device', offline: here.isOffline() });
    if (here.isHidden()) return;
    send({ type: 'tick' });
    if (!here.isOffline()) retryNow();
  };

  dial();
  const ticking = setInterval(tick, 500);
  const stopWatching = here.watch(onDevice);

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
      clearInterval(ticking);
      clearTimeout(retry);
      stopWatching();
      const old = client;
      client = undefined;
      old?.dispose()?.then(undefined, () => {});
    },
  };
};

/** The code of a close event, of whatever WebSocket there is. */
const codeOf = (event: unknown): number | undefined =>
  typeof event === 'object' && event !== null && 'code' in event && typeof event.code === 'number'
    ? event.code
    : undefined;
