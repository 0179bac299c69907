import type { Logger } from '@cupcakery/kit/log';
import { CloseCode, type WebSocket as GraphQLSocket } from 'graphql-ws';
import type { WebSocket } from 'ws';

/** A socket as graphql-ws sees it. */
export function graphqlSocketOf(socket: WebSocket, log: Logger): GraphQLSocket {
  const onFailure = (err: unknown) => {
    if (socket.readyState !== socket.OPEN) return;
    log.error({ err }, 'websocket message failed unexpectedly');
    socket.close(CloseCode.InternalServerError, 'Something went wrong here');
  };
  return {
    protocol: socket.protocol,
    // Resolves when the operating system has the bytes: nothing is executed for a client that does not read.
    send: (data) =>
      new Promise((done, fail) => {
        if (socket.readyState !== socket.OPEN) return done();
        socket.send(data, (error) => (error ? fail(error) : done()));
      }),
    close: (code, reason) => socket.close(code, reason),
    onMessage: (handle) => {
      // Not awaited: handling a subscription lasts as long as its stream, and would keep the message.
      socket.on('message', (data) => void handle(String(data)).catch(onFailure));
    },
  };
}
