import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Bounds the connections of a server that carry no request: of more than `max` the one that has been idle longest is
 * closed, and so it is with twice as many that have not carried any yet (thousands of honest callers may connect in one
 * moment). Keep-alive connections may stay for minutes, as load balancers want it; without a bound, one caller who opens
 * them all leaves no place to others. Closing the oldest harms nobody who still uses theirs.
 */
export function boundIdleConnections(server: Server, max: number): void {
  /** Each in the order in which they became idle. */
  const fresh = new Set<Socket>();
  const idle = new Set<Socket>();
  const requests = new WeakMap<Socket, number>();
  const connected = (socket: Socket): void => {
    addBounded(fresh, socket, 2 * max);
    socket.once('close', () => fresh.delete(socket) || idle.delete(socket));
  };
  const becomesBusy = (socket: Socket): boolean => fresh.delete(socket) || idle.delete(socket);
  // Of TLS, requests come by the socket inside of the raw one.
  server.on('setSecureContext' in server ? 'secureConnection' : 'connection', connected);
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    becomesBusy(socket);
    requests.set(socket, (requests.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (requests.get(socket) ?? 1) - 1;
      requests.set(socket, left);
      if (left === 0 && !socket.destroyed) addBounded(idle, socket, max);
    });
  });
  server.prependListener('upgrade', ({ socket }: IncomingMessage) => becomesBusy(socket));
}

function addBounded(sockets: Set<Socket>, socket: Socket, max: number): void {
  sockets.add(socket);
  // Looked for only then: V8 finds a Set's first entry by walking over all deleted ones.
  const oldest = sockets.size > max ? sockets.values().next().value : undefined;
  if (!oldest) return;
  sockets.delete(oldest);
  oldest.destroy();
}
