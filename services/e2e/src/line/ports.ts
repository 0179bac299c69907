import { once } from 'node:events';
import { createServer } from 'node:net';

/** Different TCP ports on loopback that nobody listens on now. */
export async function freePorts(count: number): Promise<number[]> {
  // All are held until the last is found: a port that was let go may be handed out again.
  const servers = Array.from({ length: count }, () => createServer());
  try {
    const ports: number[] = [];
    for (const server of servers) {
      await once(server.listen({ port: 0, host: '127.0.0.1' }), 'listening');
      const address = server.address();
      if (address === null || typeof address !== 'object') throw new Error('no port');
      ports.push(address.port);
    }
    return ports;
  } finally {
    for (const server of servers) server.close();
  }
}
