import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { boundIdleConnections } from './idle-connections.ts';

async function serve(max: number) {
  const held: (() => void)[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/held') held.push(() => response.end('late'));
    else response.end('ok');
  });
  boundIdleConnections(server, max);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const sockets: Socket[] = [];
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    server.close();
  });
  return {
    held,
    async open() {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      sockets.push(socket);
      await once(socket, 'connect');
      return socket;
    },
  };
}

async function request(socket: Socket, path = '/'): Promise<string> {
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  return String(answer);
}

test('of too many idle connections the one that has been idle longest is closed', async () => {
  const { open } = await serve(2);
  const [first, second, third] = [await open(), await open(), await open()] as const;
  expect(await request(first)).toContain('200 OK');
  expect(await request(second)).toContain('200 OK');
  // Used again, so that the second has been idle longest.
  expect(await request(first)).toContain('200 OK');
  expect(await request(third)).toContain('200 OK');
  await vi.waitFor(() => expect(second.closed).toBe(true));
  for (const socket of [first, third]) expect(await request(socket)).toContain('200 OK');
});

test('of too many connections that never carried a request the oldest is closed', async () => {
  const { open } = await serve(1);
  const used = await open();
  expect(await request(used)).toContain('200 OK');
  const [first, ...others] = [await open(), await open(), await open()] as const;
  await vi.waitFor(() => expect(first.closed).toBe(true));
  for (const socket of [used, ...others]) expect(socket.closed).toBe(false);
});

test('a connection with a request under way is not idle', async () => {
  const { open, held } = await serve(1);
  const busy = await open();
  const answer = request(busy, '/held');
  await vi.waitFor(() => expect(held).toHaveLength(1));
  const idle = [await open(), await open(), await open(), await open()];
  await vi.waitFor(() => expect(idle.filter((socket) => socket.closed)).toHaveLength(2));
  held[0]?.();
  expect(await answer).toContain('late');
});
