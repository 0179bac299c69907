import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePorts } from './free-ports.ts';

it('gives ports that can be listened on, and none of them twice', async () => {
  const lists = await Promise.all(Array.from({ length: 20 }, () => freePorts(10)));
  const ports = lists.flat();
  expect(new Set(ports).size).toBe(200);
  for (const port of ports.slice(0, 5)) {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    await new Promise((resolve) => server.close(resolve));
  }
});
