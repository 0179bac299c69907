import type { Logger } from '@cupcakery/kit/log';
import { CloseCode, type WebSocket as GraphQLSocket } from 'graphql-ws';
import type { RawData } from 'ws';
import { messageCost } from '../clients/client-rates.ts';
import type { StreamObserver } from '../clients/stream-observer.ts';
import { maxOperationIdLength, type ReadMessage, readMessage } from './read-message.ts';
import { pongWithTime } from './server-time.ts';
import { closeSession, type SocketSession } from './socket-session.ts';

/** Answers that may wait for a client that goes on sending; the largest snapshots have less. */
const maxUnreadBytes = 64 << 20;

/**
 * A socket as graphql-ws sees it. It answers pings with the time.
 * @param now ms since 1970
 */
export function graphqlSocketOf(
  session: SocketSession,
  { log, now, observer }: { log: Logger; now: () => number; observer: Pick<StreamObserver, 'refused'> },
): GraphQLSocket {
  const { socket, rates } = session;
  const onFailure = (err: unknown) => {
    if (socket.readyState !== socket.OPEN) return;
    log.error({ err }, 'websocket message failed unexpectedly');
    socket.close(CloseCode.InternalServerError, 'Something went wrong here');
  };
  // Resolves when the operating system has the bytes: nothing is executed for a client that does not read.
  const send: GraphQLSocket['send'] = (data) =>
    new Promise((done, fail) => {
      if (socket.readyState !== socket.OPEN) return done();
      socket.send(data, (error) => (error ? fail(error) : done()));
    });
  /** Closes the socket of a client that sends too much, or reads nothing of the answers. */
  function allows(cost: number): boolean {
    // What came before the client knew that it is being closed.
    if (socket.readyState !== socket.OPEN) return false;
    if (rates.message(cost) > 0) {
      observer.refused('messages');
      closeSession(session, 'too_fast');
      return false;
    }
    if (socket.bufferedAmount <= maxUnreadBytes) return true;
    observer.refused('unread');
    closeSession(session, 'slow');
    return false;
  }
  // Each is answered, and the answer kept until it is read.
  socket.on('ping', () => allows(1));
  return {
    protocol: socket.protocol,
    send,
    onPing: async (payload) => send(pongWithTime(payload, now)),
    close: (code, reason) => socket.close(code, reason),
    onMessage: (handle) => {
      socket.on('message', (data) => {
        if (!allows(messageCost(sizeOf(data)))) return;
        const message = readMessage(String(data));
        if (!message) return socket.close(CloseCode.BadRequest, 'Invalid message received');
        if (isIdTooLong(message)) {
          observer.refused('operation_id');
          const text = `The id of an operation has at most ${maxOperationIdLength} characters`;
          return socket.close(CloseCode.BadRequest, text);
        }
        // Its type says text, but graphql-ws takes what is parsed already as it is.
        const parsed = message as unknown as string;
        // Not awaited: handling a subscription lasts as long as its stream, and would keep the message.
        void handle(parsed).catch(onFailure);
      });
    },
  };
}

function sizeOf(data: RawData): number {
  return Array.isArray(data) ? data.reduce((sum, part) => sum + part.length, 0) : data.byteLength;
}

function isIdTooLong({ id }: ReadMessage): boolean {
  return typeof id === 'string' && id.length > maxOperationIdLength;
}
