import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Bounds the connections of a server that carry no request: of more than `max` the one that has been idle longest is
 * closed. Keep-alive connections may stay for minutes, as load balancers want it; without a bound, one caller who opens
 * them all leaves no place to others. Closing the oldest harms nobody who still uses theirs.
 */
export function boundIdleConnections(server: Server, max: number): void {
  /** In the order in which they became idle. */
  const idle = new Set<Socket>();
  const requests = new WeakMap<Socket, number>();
  const becomesIdle = (socket: Socket): void => {
    if (socket.destroyed) return;
    idle.add(socket);
    for (const oldest of idle) {
      if (idle.size <= max) return;
      idle.delete(oldest);
      oldest.destroy();
    }
  };
  const connected = (socket: Socket): void => {
    becomesIdle(socket);
    socket.once('close', () => idle.delete(socket));
  };
  // Of TLS, requests come by the socket inside of the raw one.
  server.on('setSecureContext' in server ? 'secureConnection' : 'connection', connected);
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    idle.delete(socket);
    requests.set(socket, (requests.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (requests.get(socket) ?? 1) - 1;
      requests.set(socket, left);
      if (left === 0) becomesIdle(socket);
    });
  });
  server.prependListener('upgrade', ({ socket }: IncomingMessage) => idle.delete(socket));
}
