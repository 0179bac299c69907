import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { replyStatic } from './static-files.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cupcakery-static-'));
  await writeFile(join(dir, 'index.html'), '<p>the app</p>');
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test.each(['GET', 'HEAD'])(
  'a client that goes away before its %s is answered harms nobody else',
  async (method) => {
    const { promise: replied, resolve, reject } = Promise.withResolvers<void>();
    const server = createServer((request, response) => {
      // The look-up of the file is under way when the connection breaks.
      response.on('close', () => replying.then(resolve, reject));
      const replying = replyStatic(dir, request, response);
      response.destroy();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const client = connect(port, '127.0.0.1', () =>
      client.write(`${method} / HTTP/1.1\r\nHost: localhost\r\n\r\n`),
    );
    client.on('error', () => {});
    await expect(replied).resolves.toBeUndefined();
    client.destroy();
    server.close();
  },
);
