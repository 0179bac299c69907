import type { Logger } from '@cupcakery/kit/log';
import { CloseCode, type WebSocket as GraphQLSocket } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { pongWithTime } from './server-time.ts';

/**
 * A socket as graphql-ws sees it. It answers pings with the time.
 * @param now ms since 1970
 */
export function graphqlSocketOf(socket: WebSocket, log: Logger, now: () => number): GraphQLSocket {
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
  return {
    protocol: socket.protocol,
    send,
    onPing: async (payload) => send(pongWithTime(payload, now)),
    close: (code, reason) => socket.close(code, reason),
    onMessage: (handle) => {
      // Not awaited: handling a subscription lasts as long as its stream, and would keep the message.
      socket.on('message', (data) => void handle(String(data)).catch(onFailure));
    },
  };
}
