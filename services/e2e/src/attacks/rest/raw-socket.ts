import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** A connection on which anything can be sent, also what no client library would. */
export async function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  // What the server thinks of it is read from its answer, or from the end of the connection.
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Sends a text and gives all that comes back until the server closes. */
export async function sendRaw(url: string, request: string): Promise<string> {
  const socket = await openSocket(url);
  socket.write(request);
  return await text(socket);
}

/** A request of these lines without a body, on a connection of its own. */
export function rawRequest(line: string, headers: Record<string, string>): string {
  const lines = Object.entries({ connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [line, ...lines, '', ''].join('\r\n');
}
