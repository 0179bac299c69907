import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Principal } from '@cupcakery/kit/auth/principal';
import type { WebSocket } from 'ws';
import type { CloseReason } from '../../stream/close-reason.ts';
import type { PendingConnection } from '../clients/client-connections.ts';
import type { SocketRates } from '../clients/client-rates.ts';
import { closingOf } from './close-codes.ts';

/** How long a close frame may wait for a client that does not read. */
const closeGraceMs = 2000;

/** One client's socket, for as long as it is open. */
export type SocketSession = {
  readonly socket: WebSocket;
  /** The client's, as far as proxies in front can be trusted. */
  readonly address: string;
  /** What the socket writes to. */
  readonly stream: Duplex;
  /** The handshake; released once the caller is known. */
  handshake: IncomingMessage | undefined;
  /** Its place among the connections. */
  place: PendingConnection | undefined;
  /** How often it may want something. */
  readonly rates: SocketRates;
  /**
   * The authenticated caller, once the connection is acknowledged. `traceparent`: the trace that the client opened the
   * connection in, if it named one.
   */
  caller: { principal: Principal; traceparent: string | undefined } | undefined;
  /** Why the connection is being closed: the streams that end with it end for the same reason. */
  closing: CloseReason | undefined;
  /** Called once the socket has closed. */
  readonly onClosed: ((code: number, reason: string) => void)[];
};

/** Closes the socket with the code of the reason, and cuts it when the client does not read that in time. */
export function closeSession(session: SocketSession, reason: CloseReason, cursor?: string): void {
  if (session.closing) return;
  session.closing = reason;
  const { socket } = session;
  const { code, reason: text } = closingOf(reason, cursor);
  closeWithin(socket, closeGraceMs, code, text);
}

/**
 * Closes a socket, and cuts it when the client has not answered in time.
 * @param graceMs for the answer
 */
export function closeWithin(
  socket: Pick<WebSocket, 'close' | 'terminate'>,
  graceMs: number,
  code: number,
  text: string,
): void {
  socket.close(code, text);
  setTimeout(() => socket.terminate(), graceMs).unref();
}
