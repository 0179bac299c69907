import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TestSystem } from '../test-system/test-system.ts';
import { type Caller, createCaller, orderIdOf } from './rest/caller.ts';
import { rawRequest, sendRaw } from './rest/raw-socket.ts';
import { api, local, order, orders, type RestSystem, startRestSystem } from './rest/rest-system.ts';

let running: RestSystem;
let system: TestSystem;
let ann: Caller;
let mallory: Caller;

beforeAll(async () => {
  running = await startRestSystem('rest-rights');
  ({ system } = running);
  ann = createCaller(system.url, 'ann');
  mallory = createCaller(system.url, 'mallory');
});
afterAll(() => running?.stop());
afterEach(() => expect(system.crashes()).toEqual([]));

describe('API1:2023 broken object level authorization', () => {
  test('an order of somebody else looks like one that there is not, read and changed', async () => {
    const id = orderIdOf(await ann.post(orders, order()));
    const unknown = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
    for (const path of [`${orders}/ID`, '/api/v1/order/ID']) {
      const [theirs, none] = await Promise.all(
        [id, unknown].map((one) => mallory.get(path.replace('ID', one))),
      );
      expect([theirs?.status, theirs?.code]).toEqual([404, 'NOT_FOUND']);
      expect(theirs?.text.replaceAll(id, 'ID')).toBe(none?.text.replaceAll(unknown, 'ID'));
    }
    expect((await mallory.post(`${orders}/${id}/cancel`, {})).status).toBe(404);
    expect((await mallory.get(orders)).text).not.toContain(id);
    expect((await ann.get(`${orders}/${id}`)).status).toBe(200);
  });
});

describe('API2:2023 broken authentication', () => {
  let provider: Server;
  let url: string;
  beforeAll(async () => {
    // A provider whose keys sign nothing: every token that is sent here is made up.
    provider = createServer((request, response) => {
      const issuer = `http://${request.headers.host}`;
      const body = request.url === '/keys' ? { keys: [] } : { issuer, jwks_uri: `${issuer}/keys` };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    const [port = 0] = await freePorts(1);
    url = `http://127.0.0.1:${port}`;
    const signedIn = await system.add('api-with-sign-in', 'order-api', {
      PORT: String(port),
      OIDC_ISSUER: `http://127.0.0.1:${(provider.address() as AddressInfo).port}`,
      OIDC_AUDIENCE: 'cupcakery',
      AUTH: 'optional',
    });
    await signedIn.ready(60_000);
  });
  afterAll(async () => {
    await system.service('api-with-sign-in').stop();
    provider.close();
  });

  test.each([
    ['a token without a signature', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.'],
    ['a token that is none', 'Bearer admin'],
    ['a token of a screen that there is not', 'Bearer cup_0123456789'],
    ['no token, but names of its own choice', ''],
  ])('%s does not make an administrator of a caller from elsewhere', async (_what, authorization) => {
    const headers = {
      ...local,
      'x-forwarded-for': '203.0.113.7',
      'x-cupcakery-user': 'admin',
      'x-cupcakery-roles': 'admin',
      ...(authorization === '' ? { origin: 'https://evil.example' } : { authorization }),
    };
    const answer = await sendRaw(url, rawRequest(`GET ${orders} HTTP/1.1`, headers));
    expect(answer).toMatch(/^HTTP\/1.1 40[13] /);
  });
});

describe('API3:2023 broken object property level authorization', () => {
  test('what the server sets cannot be sent along (mass assignment)', async () => {
    for (const more of [{ status: 'finished' }, { id: 'mine' }, { by: { kind: 'manager' } }, { version: 7 }])
      expect((await mallory.post(orders, { ...order(), ...more })).code).toBe('INVALID_FIELDS');
    expect((await mallory.post(orders, { ...order(), customerId: 'ann' })).status).toBe(403);
    const old = { Order: { Flavour: 'Lemon', Size: 'M', Quantity: 1, CustomerId: 'ann', Status: 'Shipped' } };
    const { status, text } = await mallory.post('/api/v1/order', old);
    expect([status, text.includes('"customerId":"mallory"') || !text.includes('"ann"')]).toEqual([201, true]);
  });

  test('names of prototypes are fields like others (prototype pollution)', async () => {
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      const inner = '{"quantity":1000,"isAdmin":true}';
      const bodies = [
        `{"details":{"flavour":"Lemon","size":"M","quantity":1,"${name}":${inner}}}`,
        `{"${name}":${inner},"details":{"flavour":"Lemon","size":"M","quantity":1}}`,
      ];
      for (const body of bodies) expect((await mallory.post(orders, body)).status, body).toBe(400);
      const old = `{"Order":{"Flavour":"Lemon","Size":"M","Quantity":1,"${name}":${inner}}}`;
      expect((await mallory.post('/api/v1/order', old)).status, old).toBe(400);
    }
    const clean = await ann.post(orders, order());
    expect([clean.status, clean.text.includes('isAdmin')]).toEqual([201, false]);
  });
});

describe('API5:2023 broken function level authorization', () => {
  test('a customer can use nothing that is for staff', async () => {
    const id = orderIdOf(await mallory.post(orders, order()));
    const paths = [
      `${api}/intake/pause`,
      `${api}/stages/mix/pause`,
      `${orders}/${id}/claim`,
      `${orders}/${id}/complete`,
      `${orders}/${id}/resolve`,
    ];
    const body = { reason: 'x', stage: 'mix', action: 'scrap' };
    for (const path of paths) {
      const { status } = await mallory.post(
        path,
        path.includes('pause') ? { reason: 'x' } : fieldsOf(path, body),
      );
      expect([path, status]).toEqual([path, 403]);
    }
  });
});

const fieldsOf = (path: string, { stage, action }: { stage: string; action: string }) =>
  path.endsWith('resolve') ? { action } : { stage };
