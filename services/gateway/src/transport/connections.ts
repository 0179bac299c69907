import type { CloseReason } from '../feed/errors.ts';

/** Something a client holds open: a WebSocket, or one stream of server-sent events. */
export type Connection = {
  close(reason: CloseReason): void;
  /** Resolves when nothing of it is left open. */
  readonly ended: Promise<void>;
  /** Cuts it without waiting for the client. */
  cut(): void;
};

/** All connections of the process: bounded in number, closed together at the end. */
export type Connections = {
  readonly size: number;
  /** Whether one more is welcome: below the bound, and not stopping. */
  hasRoom(): boolean;
  add(connection: Connection): void;
  /**
   * Closes all within `spreadMs`, each at a moment of its own, so that clients do not all come back to the
   * next gateway at once; what has not ended `graceMs` later is cut.
   */
  drain(spreadMs: number, graceMs?: number): Promise<void>;
};

export function createConnections(max: number): Connections {
  const open = new Set<Connection>();
  let draining = false;
  return {
    get size() {
      return open.size;
    },
    hasRoom: () => !draining && open.size < max,
    add(connection) {
      open.add(connection);
      void connection.ended.then(() => open.delete(connection));
      if (draining) connection.close('shutdown');
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
      await Promise.all(all.map((connection) => connection.ended));
      for (const timer of [...closing, cutting]) clearTimeout(timer);
    },
  };
}

/** Calls back at a time (ms since 1970), however far away; returns the way to forget it. */
export function at(time: number, callback: () => void): () => void {
  // Node fires at once above 2^31 ms.
  const wait = () => Math.min(Math.max(0, time - Date.now()), 2 ** 31 - 1);
  const step = () => {
    if (Date.now() >= time) callback();
    else timer = setTimeout(step, wait());
  };
  let timer = setTimeout(step, wait());
  return () => clearTimeout(timer);
}
