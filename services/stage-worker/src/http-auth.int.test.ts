import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createLogger } from '@cupcakery/kit/log';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { openTestBed, type TestBed } from './testing/test-bed.ts';

const secrets = {
  'oven-key': 'k3y-of-the-oven-0815',
  'oven-client': 'cl1ent-secret-0815',
  'oven-signing': `whsec_${randomBytes(32).toString('base64')}`,
};

type Call = { headers: IncomingHttpHeaders; body: string };
type Answer = { status: number; body?: unknown };

let server: Server;
let origin = '';
let folder = '';
let bed: TestBed;
let calls: Call[] = [];
let tokenRequests: string[] = [];
let behave: (call: Call) => Answer = () => ({ status: 204 });
let provide: () => Answer;
const logLines: string[] = [];

const tokenAnswer = (n: number): Answer => ({
  status: 200,
  body: { access_token: `t0ken-${n}-0815`, token_type: 'Bearer', expires_in: 600 },
});

beforeAll(async () => {
  server = createServer(async (request, response) => {
    if (request.method === 'HEAD') return void response.writeHead(401).end();
    const call = { headers: request.headers, body: await text(request) };
    let answer: Answer;
    if (request.url === '/token') {
      // RFC 6749, section 2.3.1: both are form-encoded first.
      tokenRequests.push(decodeURIComponent(atob(String(call.headers.authorization).slice('Basic '.length))));
      answer = provide();
    } else {
      calls.push(call);
      answer = behave(call);
    }
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  for (const [name, value] of Object.entries(secrets)) await writeFile(join(folder, name), `${value}\n`);
  const log = createLogger({
    service: 'stage-worker',
    level: 'trace',
    destination: { write: (line: string) => void logLines.push(line) },
  });
  const stage = (name: string, auth: string) =>
    `name: ${name}, done: ${name}ed, verb: ${name}, mode: http, url: "${origin}/${name}", attempts: 1, auth: ${auth}`;
  bed = await openTestBed(
    inject('brokers'),
    [
      stage('heat', '{ headers: { X-Api-Key: oven-key }, signature: oven-signing }'),
      stage(
        'load',
        `{ client: { tokenUrl: "${origin}/token", id: oven, secret: oven-client, scope: bake } }`,
      ),
      'name: rest, done: rested, verb: rest, mode: manual',
    ],
    log,
  );
  await bed.startWorker({ STAGES: 'heat,load', SECRETS_DIR: folder });
});
afterAll(async () => {
  await bed?.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  calls = [];
  tokenRequests = [];
  behave = () => ({ status: 204 });
  provide = () => tokenAnswer(tokenRequests.length);
});

describe('a worker of an http stage with credentials', () => {
  it('sends headers from secrets, a signature and a token of its own', async () => {
    const id = await bed.place();
    await bed.waitForOrder(id, (o) => o.stage === 'rest');
    const [heat, load] = calls;
    expect(heat?.headers['x-api-key']).toBe(secrets['oven-key']);
    const signed = new Webhook(secrets['oven-signing']).verify(
      heat?.body ?? '',
      Object.fromEntries(Object.entries(heat?.headers ?? {}).map(([name, value]) => [name, String(value)])),
    );
    expect(signed).toMatchObject({ id, stage: 'heat' });
    expect(heat?.headers['webhook-id']).toBe(`${id}/heat/1`);
    expect(load?.headers.authorization).toBe('Bearer t0ken-1-0815');
    expect(load?.headers).not.toHaveProperty('x-api-key');
    expect(tokenRequests).toEqual([`oven:${secrets['oven-client']}`]);
  });

  it('renews its token once after a 401, without using up an attempt', async () => {
    behave = ({ headers }) => ({ status: headers.authorization === 'Bearer t0ken-1-0815' ? 401 : 204 });
    provide = () => tokenAnswer(2);
    const id = await bed.place();
    await bed.waitForOrder(id, (o) => o.stage === 'rest');
    expect(tokenRequests).toHaveLength(1);
    expect(calls).toHaveLength(3);
  });

  it('opens an incident when a new token is refused as well', async () => {
    behave = ({ headers }) => ({ status: headers.authorization === undefined ? 204 : 401 });
    const id = await bed.place();
    const order = await bed.waitForOrder(id, (o) => o.status === 'incident');
    expect(order.incident?.reason).toContain('answered 401');
    expect(tokenRequests).toHaveLength(1);
    expect(calls).toHaveLength(3);
  });

  it('keeps the ticket while it gets no token, as for a target that is down', async () => {
    behave = ({ headers }) => ({
      status: [undefined, 'Bearer t0ken-9-0815'].includes(headers.authorization) ? 204 : 401,
    });
    provide = () =>
      tokenRequests.length < 3
        ? {
            status: 400,
            body: { error: 'invalid_client', error_description: `not ${secrets['oven-client']}` },
          }
        : tokenAnswer(9);
    const id = await bed.place();
    const { version } = await bed.waitForOrder(id, (o) => o.stage === 'rest');
    expect(version).toBeGreaterThan(0);
    expect(tokenRequests.length).toBeGreaterThanOrEqual(3);
    expect(logLines.join('')).toContain('no token for oven');
  });

  it('writes no secret that its target echoes into incidents, records and logs', async () => {
    const client = secrets['oven-client'];
    behave = ({ headers }) => ({
      status: headers.authorization === undefined ? 204 : 422,
      body: { reason: `you sent ${JSON.stringify(headers)}, and are ${client}, ${btoa(`oven:${client}`)}` },
    });
    const first = await bed.place();
    const load = await bed.waitForOrder(first, (o) => o.status === 'incident');
    expect(load.incident?.reason).toContain('answered 422: you sent');
    behave = ({ headers }) => ({ status: 422, body: { reason: `you sent ${JSON.stringify(headers)}` } });
    const second = await bed.place();
    const heat = await bed.waitForOrder(second, (o) => o.status === 'incident');
    expect(heat.incident?.reason).toContain('[secret]');
    const written = JSON.stringify([bed.history, bed.incidents, logLines]);
    for (const secret of [secrets['oven-key'], 't0ken-', client, btoa(`oven:${client}`)])
      expect(written.includes(secret), secret).toBe(false);
  });

  it('does not start without a secret, and says which one', async () => {
    await expect(bed.startWorker({ STAGES: 'heat' })).rejects.toThrow(
      'stage heat: the secret oven-key is missing: set SECRETS_DIR',
    );
    await rm(join(folder, 'oven-client'));
    await expect(bed.startWorker({ STAGES: 'load', SECRETS_DIR: folder })).rejects.toThrow(
      /stage load: the secret oven-client is missing: .*ENOENT/,
    );
  });
});
