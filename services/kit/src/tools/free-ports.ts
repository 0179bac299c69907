import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the range from which systems take ports for outgoing connections: none of those can come in between. */
const lowest = 10_240;
const beyond = 32_768;
const attempts = 200;
/** Ports that this process got before: their new owner may not listen yet. */
const given = new Set<number>();

/**
 * Different TCP ports on loopback without a listener now, and outside the range of ephemeral ports: a process that is restarted
 * on its port finds it free. Never the same twice in a process.
 * @throws when 200 attempts do not find enough
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  for (let i = 0; i < attempts && ports.size < count; i++) {
    const port = randomInt(lowest, beyond);
    if (given.has(port)) continue;
    // Before the wait, so that a call meanwhile does not get the same one.
    given.add(port);
    if (await canListen(port)) ports.add(port);
  }
  if (ports.size < count) throw new Error(`found only ${ports.size} of ${count} free ports`);
  return [...ports];
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
