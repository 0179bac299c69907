import type { CloseReason } from '../../stream/close-reason.ts';
import { createPendingPool } from './pending-pool.ts';
import { createQuota, type Quota } from './quota.ts';
import {
  createSubscriptionQuota,
  type SubscriptionLimits,
  type SubscriptionQuota,
} from './subscription-quota.ts';

/** What a client holds open: a WebSocket, or one stream of server-sent events. */
export type ClientConnection = {
  close(reason: CloseReason): void;
  /** Cuts it without waiting for the client. */
  cut(): void;
};

export type ConnectionLimits = SubscriptionLimits & {
  /** Connections in all, those whose caller is not known yet, of a user, and from an address. */
  max: number;
  maxPending: number;
  maxPerUser: number;
  maxPerAddress: number;
};

/** All connections of the process: bounded in number, and closed together at the end. */
export type ClientConnections = {
  readonly size: number;
  /** Why one more from that address is refused: too many in all (or stopping), or too many from there. */
  refusal(address: string): 'full' | 'address' | undefined;
  /** The same for one whose caller is not known yet. */
  pendingRefusal(address: string): 'full' | 'pending' | 'address' | undefined;
  /** Connections of a user; acquired by the transport, which knows the user only after a while. */
  readonly users: Quota;
  /** Subscriptions of a user, and what they keep. */
  readonly subscriptions: SubscriptionQuota;
  /** Closes what a user holds open: its token was revoked. */
  closeOf(subject: string): void;
  /** Notes whose a connection is, for `closeOf`; returns the function to be called when it has closed. */
  own(subject: string, connection: ClientConnection): () => void;
  /** Adds a connection; returns the function to be called when it has closed. */
  add(connection: ClientConnection, address: string): () => void;
  /** Adds a connection whose caller is not known yet; it is cut when another one has more right to its place. */
  addPending(connection: ClientConnection, address: string): PendingConnection;
  /**
   * Closes all within `spreadMs`, each at a random moment, so that clients do not all move to the next gateway at
   * once; what has not ended `graceMs` later is cut.
   */
  drain(spreadMs: number, graceMs?: number): Promise<void>;
};

/** A connection whose caller is not known yet. */
export type PendingConnection = {
  /** Its caller is known: it becomes one of all. False: these are too many, it has to be closed. */
  accept(): boolean;
  /** To be called when it has closed. */
  closed(): void;
};

/** @param now ms of any clock */
export function createClientConnections(
  limits: ConnectionLimits,
  now: () => number = () => performance.now(),
): ClientConnections {
  const pending = createPendingPool(limits.maxPending, now);
  const open = new Set<ClientConnection>();
  const owned = new Map<string, Set<ClientConnection>>();
  const addresses = createQuota(limits.maxPerAddress);
  let draining = false;
  let onEmpty = () => {};
  const isFull = () => draining || open.size - pending.size >= limits.max;

  function refusal(address: string): 'full' | 'address' | undefined {
    if (isFull()) return 'full';
    return addresses.hasRoom(address) ? undefined : 'address';
  }

  function add(connection: ClientConnection, address: string): () => void {
    open.add(connection);
    const release = addresses.acquire(address);
    if (draining) connection.close('shutdown');
    return () => {
      open.delete(connection);
      release?.();
      if (open.size === 0) onEmpty();
    };
  }

  return {
    get size() {
      return open.size;
    },
    refusal,
    pendingRefusal: (address) => refusal(address) ?? (pending.hasRoom(address) ? undefined : 'pending'),
    users: createQuota(limits.maxPerUser),
    subscriptions: createSubscriptionQuota(limits),
    closeOf(subject) {
      for (const connection of owned.get(subject) ?? []) connection.close('token_expired');
    },
    own(subject, connection) {
      const connections = owned.get(subject) ?? new Set();
      owned.set(subject, connections.add(connection));
      return () => {
        connections.delete(connection);
        if (connections.size === 0) owned.delete(subject);
      };
    },
    add,
    addPending(connection, address) {
      const remove = add(connection, address);
      const closed = () => {
        release();
        remove();
      };
      const release = pending.add(address, () => {
        closed();
        connection.cut();
      });
      return {
        accept() {
          if (isFull()) return false;
          release();
          return true;
        },
        closed,
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
