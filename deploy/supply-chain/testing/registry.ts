import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * A registry of one package on loopback, so that npm can look a changed version up without the network.
 * @returns its address; it is closed after the test
 */
export async function startRegistry(name: string, versions: readonly string[]): Promise<string> {
  const packument = {
    name,
    'dist-tags': { latest: versions.at(-1) },
    versions: Object.fromEntries(
      versions.map((version) => [version, { name, version, dist: { tarball: '' } }]),
    ),
  };
  const server = createServer((request, response) => {
    const isKnown = request.url === `/${name}`;
    response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKnown ? packument : {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
