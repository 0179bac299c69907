import { createServer } from 'node:net';
import { SetupError } from './setup-error.ts';

const listen = (port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });

/** Whether nobody listens on this port, neither on 127.0.0.1 nor on ::1 (which `localhost` may mean). */
export const isPortFree = async (port: number): Promise<boolean> => {
  for (const host of ['127.0.0.1', '::1']) {
    try {
      await listen(port, host);
    } catch (error) {
      // A machine without IPv6 answers EADDRNOTAVAIL for ::1; that port cannot be in use there.
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false;
    }
  }
  return true;
};

/** Throws a SetupError that names the port and the variable that moves it, unless the port is free. */
export const requireFreePort = async (port: number, use: string, variable: string): Promise<void> => {
  if (await isPortFree(port)) return;
  throw new SetupError(
    `Port ${port} (${use}) is taken by another program. Stop that program, or choose another port: ${variable}=<port> make up. A second copy runs with e.g. PORT=9080 KAFKA_PORT=9192.`,
  );
};
