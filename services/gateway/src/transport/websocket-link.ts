import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { CloseReason } from '../feed/errors.ts';
import { closingOf } from './close-codes.ts';

/** Below the shortest time-outs of common proxies; a socket that answers no ping until the next is cut. */
const heartbeatMs = 12_000;
/** How long a close frame may wait for a client that does not read. */
const closeGraceMs = 2000;

/** One client's socket, for as long as it is open. */
export type Link = {
  readonly socket: WebSocket;
  /** The handshake; forgotten once the caller is known. */
  handshake: IncomingMessage | undefined;
  /** Why the connection is being closed: the streams that end with it end for the same reason. */
  readonly closing: CloseReason | undefined;
  close(reason: CloseReason, cursor?: string): void;
  /** Called once, when the socket has closed. */
  onClosed(callback: (code: number, reason: string) => void): void;
};

export function createLink(socket: WebSocket, handshake: IncomingMessage): Link {
  let closing: CloseReason | undefined;
  const stopHeartbeat = beat(socket);
  socket.once('close', stopHeartbeat);
  return {
    socket,
    handshake,
    get closing() {
      return closing;
    },
    close(reason, cursor) {
      if (closing) return;
      closing = reason;
      const { code, reason: words } = closingOf(reason, cursor);
      socket.close(code, words);
      setTimeout(() => socket.terminate(), closeGraceMs).unref();
    },
    onClosed(callback) {
      socket.once('close', (code, reason) => callback(code, String(reason)));
    },
  };
}

/** Pings; a socket that has not answered by the next ping is dead or does not read. */
function beat(socket: WebSocket): () => void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, heartbeatMs);
  return () => clearInterval(timer);
}
