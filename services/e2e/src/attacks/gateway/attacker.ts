import { once } from 'node:events';
import { WebSocket } from 'ws';

/** One socket of somebody who means no good. */
export type Attacker = {
  readonly socket: WebSocket;
  /** Messages so far, as text. */
  readonly messages: string[];
  send(message: object): void;
  /** The code with which it was closed; 1006 when it was cut. */
  readonly closed: Promise<number>;
};

type Caller = { user?: string; address?: string };

const headersOf = ({ user, address }: Caller) => ({
  ...(user === undefined ? {} : { 'x-cupcakery-user': user, 'x-cupcakery-roles': 'admin' }),
  'x-forwarded-for': address ?? '203.0.113.66',
});

/**
 * Opens a socket.
 * @throws Error with the status in its message when the upgrade is refused
 */
export async function openAttacker(
  url: string,
  caller: Caller,
  headers: Record<string, string> = {},
): Promise<Attacker> {
  const socket = new WebSocket(url, 'graphql-transport-ws', {
    headers: { ...headersOf(caller), ...headers },
  });
  const messages: string[] = [];
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));
  socket.on('message', (data) => messages.push(String(data)));
  await once(socket, 'open');
  // A socket may be cut while it is written to.
  socket.on('error', () => {});
  const send = (message: object) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  return { socket, messages, closed, send };
}

/** Opens a socket whose caller is accepted. */
export async function openAcceptedAttacker(url: string, user: string): Promise<Attacker> {
  const attacker = await openAttacker(url, { user });
  attacker.send({ type: 'connection_init' });
  if (attacker.messages.length === 0) await once(attacker.socket, 'message');
  return attacker;
}

/** Sends a body to `/graphql` as JSON. */
export function postAs(url: string, user: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...headersOf({ user }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
