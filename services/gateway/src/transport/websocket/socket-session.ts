import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { CloseReason } from '../../stream/close-reason.ts';
import { closingOf } from './close-codes.ts';

/** Below the shortest time-outs of common proxies; a socket that answers no ping until the next is cut. */
const heartbeatMs = 12_000;
/** How long a close frame may wait for a client that does not read. */
const closeGraceMs = 2000;

/** One client's socket, for as long as it is open. */
export type SocketSession = {
  readonly socket: WebSocket;
  /** What it writes to. */
  readonly stream: Duplex;
  /** The handshake; forgotten once the caller is known. */
  handshake: IncomingMessage | undefined;
  /** Why the connection is being closed: the streams that end with it end for the same reason. */
  closing: CloseReason | undefined;
  /** What is to be done once the socket has closed. */
  readonly onClosed: ((code: number, reason: string) => void)[];
};

export function closeSession(link: SocketSession, reason: CloseReason, cursor?: string): void {
  if (link.closing) return;
  link.closing = reason;
  const { socket } = link;
  const { code, reason: words } = closingOf(reason, cursor);
  socket.close(code, words);
  setTimeout(() => socket.terminate(), closeGraceMs).unref();
}

/** Pings all sockets of a gateway, with one timer for all; who has not answered by the next ping is cut. */
export type Heartbeat = { add(link: SocketSession): void };

export function createHeartbeat(): Heartbeat {
  const links = new Set<SocketSession>();
  const silent = new Set<WebSocket>();
  let timer: NodeJS.Timeout | undefined;
  function onPong(this: WebSocket): void {
    silent.delete(this);
  }
  function beat(): void {
    for (const { socket } of links) {
      if (silent.has(socket)) {
        socket.terminate();
        continue;
      }
      silent.add(socket);
      socket.ping();
    }
  }
  return {
    add(link) {
      links.add(link);
      timer ??= setInterval(beat, heartbeatMs);
      link.socket.on('pong', onPong);
      link.onClosed.push(() => {
        links.delete(link);
        silent.delete(link.socket);
        if (links.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      });
    },
  };
}
