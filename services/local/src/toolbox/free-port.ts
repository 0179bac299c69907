import { createServer } from 'node:net';
import { SetupError } from './setup-error.ts';

const tryListen = (port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve()));
  });

/** Whether no program listens on this port, neither on 127.0.0.1 nor on ::1 (which `localhost` may mean). */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1']) {
    try {
      await tryListen(port, host);
    } catch (error) {
      // A machine without IPv6 answers EADDRNOTAVAIL for ::1; that port cannot be in use there.
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false;
    }
  }
  return true;
}

/** Throws a SetupError that names the port, its use and the variable that moves it, unless the port is free. */
export async function requireFreePort(port: number, use: string, variable: string): Promise<void> {
  if (await isPortFree(port)) return;
  throw new SetupError(
    `Port ${port} (${use}) is taken by another program. Stop that program, or choose another port: ${variable}=<port> make up. A second copy runs with e.g. PORT=9080 KAFKA_PORT=9192.`,
  );
}
