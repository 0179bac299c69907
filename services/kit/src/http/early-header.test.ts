import { Hono } from 'hono';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLogger } from '../log.ts';
import { notFound, problem } from './problem.ts';
import { securityHeaders } from './security-headers.ts';
import { type HttpServer, serveHttp } from './server.ts';

const app = new Hono().notFound(notFound).use(securityHeaders());
app.get('/plain', (c) => c.json({ x: 1 }));
app.get('/own', (c) => c.text('x', 200, { 'Cache-Control': 'max-age=60' }));
app.get('/problem', () => problem({ status: 409, code: 'X', title: 'x' }));

let server: HttpServer;
beforeAll(async () => {
  const log = createLogger({ service: 'x', level: 'silent' });
  server = await serveHttp({ app, host: '127.0.0.1', port: 0, log, overrideGlobals: true });
});
afterAll(() => server.stop());

it.each([
  ['/plain', 200, 'application/json', 'no-store'],
  ['/own', 200, 'text/plain; charset=UTF-8', 'max-age=60'],
  ['/problem', 409, 'application/problem+json', 'no-store'],
  ['/unknown', 404, 'application/problem+json', 'no-store'],
])(
  'has headers set early on the wire once, the handler’s own first: %s',
  async (path, status, type, cache) => {
    const response = await fetch(`${server.url}${path}`);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('cache-control')).toBe(cache);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await response.text()).length).toBe(Number(response.headers.get('content-length')));
  },
);
