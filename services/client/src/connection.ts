import type { Client } from 'graphql-ws';
import { backoff } from './backoff.ts';
import { type ClockState, measureClock, unknownClock } from './clock.ts';
import { type Device, device } from './device.ts';
import {
  becauseOf,
  type ClosedBecause,
  failuresFor,
  initialLink,
  isRenewal,
  isSocketDead,
  type LinkEvent,
  type LinkState,
  reduceLink,
} from './link.ts';
import { type ConnectionParams, openSocket } from './socket.ts';
import { createStore, type Store } from './store.ts';

export type { ConnectionParams } from './socket.ts';

/** One WebSocket that reconnects automatically, without a limit, and reports its state. */
export type Connection = {
  link: Pick<Store<LinkState>, 'get' | 'subscribe'>;
  /** How the server's clock differs from this device's. */
  clock: Pick<Store<ClockState>, 'get' | 'subscribe'>;
  /**
   * Calls `onOpen` for the current socket and for each that replaces it; the function that it returns is called when
   * that socket closes. Returns a function that detaches.
   */
  attach(onOpen: (client: Client) => () => void): () => void;
  /** Ends the wait for the next attempt, or replaces a silent socket. */
  retryNow(): void;
  stop(): void;
};

/** Credentials for the next opening, see `openConnection`. */
export type ConnectionParamsSource = (
  closed: ClosedBecause | undefined,
) => ConnectionParams | Promise<ConnectionParams>;

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
 *   rejects, the connection is retried as if the server did not answer. `closed`: why the previous socket ended; after
 *   `signed-out` the same credentials would be refused again
 */
export function openConnection(
  url: string,
  connectionParams: ConnectionParamsSource = () => ({}),
  options: ConnectionOptions = {},
): Connection {
  const thisDevice = options.device ?? device();
  const link = createStore(initialLink(Date.now(), thisDevice.isOffline()));
  const dispatch = (event: LinkEvent) => link.set(reduceLink(link.get(), event, Date.now()));
  const clock = createStore(unknownClock);
  let client: Client | undefined;
  const attachments = createAttachments(() => client);
  let dialledAt = 0;
  /** When the server first sent something over the current socket. */
  let acceptedAt: number | undefined;
  let lastClosed: ClosedBecause | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const dial = () => {
    clearTimeout(retry);
    dialledAt = Date.now();
    acceptedAt = undefined;
    const before = lastClosed;
    dispatch({ type: 'dialing' });
    const socket = openSocket(url, () => connectionParams(before), options.webSocketImpl, {
      onHeard: () => {
        if (client !== socket) return;
        acceptedAt ??= Date.now();
        lastClosed = undefined;
        dispatch({ type: 'heard' });
      },
      onServerTime: (sentAt, answeredAt) =>
        clock.set(measureClock(clock.get(), { sentAt, answeredAt, receivedAt: Date.now() })),
      onClosed: (code) => client === socket && closed(code),
    });
    client = socket;
    attachments.opened(socket);
  };

  const closed = (code: number | undefined) => {
    const old = client;
    client = undefined;
    attachments.closed();
    // Rejects when the socket never opened, which `closed` has just reported.
    old?.dispose()?.then(undefined, () => {});
    const because = becauseOf(code);
    lastClosed = because;
    if (isRenewal(link.get(), because, acceptedAt, Date.now())) return dial();
    const wait = backoff(failuresFor(link.get(), because));
    dispatch({ type: 'closed', because, retryAt: Date.now() + wait });
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
    if (client && isSocketDead(link.get(), Date.now(), dialledAt)) giveUpSocket();
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
    clock,
    attach: attachments.attach,
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

type OnOpen = (client: Client) => () => void;

/**
 * What is attached to the connection: called with each socket, and what that returned when the socket closes.
 * @param current the open socket, if there is one
 */
function createAttachments(current: () => Client | undefined) {
  const closers = new Map<OnOpen, () => void>();
  return {
    attach(onOpen: OnOpen): () => void {
      const client = current();
      closers.set(onOpen, client ? onOpen(client) : () => {});
      return () => {
        closers.get(onOpen)?.();
        closers.delete(onOpen);
      };
    },
    opened(client: Client): void {
      for (const onOpen of closers.keys()) closers.set(onOpen, onOpen(client));
    },
    closed(): void {
      for (const [onOpen, close] of closers) {
        close();
        closers.set(onOpen, () => {});
      }
    },
  };
}
