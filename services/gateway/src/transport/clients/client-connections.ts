import type { CloseReason } from '../../stream/close-reason.ts';
import { createQuota, type Quota } from './quota.ts';

/** Something a client holds open: a WebSocket, or one stream of server-sent events. */
export type ClientConnection = {
  close(reason: CloseReason): void;
  /** Cuts it without waiting for the client. */
  cut(): void;
};

export type ConnectionLimits = {
  /** Connections in all, of a user, and from an address. */
  max: number;
  maxPerUser: number;
  maxPerAddress: number;
  /** Subscriptions of a user, over all connections. */
  maxSubscriptionsPerUser: number;
};

/** All connections of the process: bounded in number, closed together at the end. */
export type ClientConnections = {
  readonly size: number;
  /** Why one more from there is not welcome: too many or stopping, or too many from that address. */
  refusal(address: string): 'full' | 'address' | undefined;
  /** Connections of a user; the caller takes and gives back, for it knows the user only after a while. */
  readonly users: Quota;
  /** Subscriptions of a user. */
  readonly subscriptions: Quota;
  /** Returns what is to be called when nothing of it is left open. */
  add(connection: ClientConnection, address: string): () => void;
  /**
   * Closes all within `spreadMs`, each at a moment of its own, so that clients do not all come back to the
   * next gateway at once; what has not ended `graceMs` later is cut.
   */
  drain(spreadMs: number, graceMs?: number): Promise<void>;
};

export function createClientConnections(limits: ConnectionLimits): ClientConnections {
  const open = new Set<ClientConnection>();
  const addresses = createQuota(limits.maxPerAddress);
  let draining = false;
  let onEmpty = () => {};
  return {
    get size() {
      return open.size;
    },
    refusal(address) {
      if (draining || open.size >= limits.max) return 'full';
      return addresses.hasRoom(address) ? undefined : 'address';
    },
    users: createQuota(limits.maxPerUser),
    subscriptions: createQuota(limits.maxSubscriptionsPerUser),
    add(connection, address) {
      open.add(connection);
      const leave = addresses.acquire(address);
      if (draining) connection.close('shutdown');
      return () => {
        open.delete(connection);
        leave?.();
        if (open.size === 0) onEmpty();
      };
    },
    async drain(spreadMs, graceMs = 3000) {
      draining = true;
      const all = [...open];
      const closing = all.map((connection) =>
        setTimeout(() => connection.close('shutdown'), Math.random() * spreadMs),
      );
      const cutting = setTimeout(() => {
        for (const connection of all) connection.cut();
      }, spreadMs + graceMs);
      if (open.size > 0) {
        await new Promise<void>((resolve) => {
          onEmpty = resolve;
        });
      }
      for (const timer of [...closing, cutting]) clearTimeout(timer);
    },
  };
}

/** Calls back at a time (ms since 1970), however far away; returns the way to forget it. */
export function setLongTimeout(time: number, callback: () => void): () => void {
  // Node fires at once above 2^31 ms.
  const wait = () => Math.min(Math.max(0, time - Date.now()), 2 ** 31 - 1);
  const step = () => {
    if (Date.now() >= time) callback();
    else timer = setTimeout(step, wait());
  };
  let timer = setTimeout(step, wait());
  return () => clearTimeout(timer);
}
