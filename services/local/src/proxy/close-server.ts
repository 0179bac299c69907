import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Follows a server's sockets, from before it listens.
 * @returns closes the server with all of them; it does not close upgraded ones by itself
 */
export function closerOf(server: Server): () => Promise<void> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  return async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
}
