import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { ConfigError, loadConfig, oidcVars, serviceClientVars } from '../config.ts';
import { serviceFetchOf } from './service-client.ts';

const schema = z.object({ ...oidcVars, ...serviceClientVars });
const create = (env: Record<string, string>) => serviceFetchOf(loadConfig(schema, env));
const secret = 'secret-of-the-services';

function fileWith(text: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'cupcakery-secret-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, 'secret');
  writeFileSync(file, text);
  return file;
}

/** A provider that numbers its tokens at /token, and a neighbour that accepts only `valid` elsewhere. */
async function startNeighbour(valid: string) {
  const seen: (string | undefined)[] = [];
  let tokens = 0;
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/token') {
      tokens += 1;
      return response.end(
        JSON.stringify({ access_token: `t${tokens}`, token_type: 'Bearer', expires_in: 600 }),
      );
    }
    const { authorization } = request.headers;
    seen.push(authorization);
    response.writeHead(authorization === `Bearer ${valid}` ? 200 : 401).end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const init = () => ({ signal: AbortSignal.timeout(5_000) });

describe('serviceFetchOf', () => {
  it('sends a token of its own client, and another after one was refused', async () => {
    const { url, seen } = await startNeighbour('t2');
    const request = create({
      SERVICE_CLIENT_SECRET_FILE: fileWith(`${secret}\n`),
      SERVICE_TOKEN_URL: `${url}/token`,
    });
    const statuses = [];
    for (const _ of [1, 2, 3]) statuses.push((await request?.(`${url}/views`, init()))?.status);
    expect(statuses).toEqual([401, 200, 200]);
    expect(seen).toEqual(['Bearer t1', 'Bearer t2', 'Bearer t2']);
  });

  it('needs no token where nobody does', async () => {
    const { url, seen } = await startNeighbour('t1');
    await create({})?.(`${url}/views`, init());
    await create({ OIDC_ISSUER: 'http://localhost/auth', AUTH: 'optional' })?.(`${url}/views`, init());
    expect(seen).toEqual([undefined, undefined]);
  });

  it('calls nobody who would refuse it', () => {
    expect(create({ OIDC_ISSUER: 'https://id.example' })).toBeUndefined();
  });

  it('refuses a configuration that cannot work, without quoting the secret', () => {
    for (const env of [{ SERVICE_CLIENT_SECRET: secret }, { SERVICE_CLIENT_SECRET_FILE: fileWith(' ') }]) {
      expect(() => create(env)).toThrow(ConfigError);
      expect(() => create(env)).not.toThrow(secret);
    }
    expect(() => create({ SERVICE_CLIENT_SECRET_FILE: '/nowhere' })).toThrow(
      'SERVICE_CLIENT_SECRET_FILE=/nowhere',
    );
  });
});
