import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { allowedMethods } from './allowed-methods.ts';
import { notFound } from './problem.ts';

function createApp() {
  const app = new Hono().notFound(notFound);
  app.use(allowedMethods(app));
  app.get('/orders/:id', (c) => (c.req.param('id') === 'a' ? c.text('a') : c.notFound()));
  app.delete('/orders/:id', (c) => c.body(null, 204));
  return app;
}

describe('allowedMethods', () => {
  it('names the methods that a path takes', async () => {
    const response = await createApp().request('/orders/a', { method: 'PUT' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, DELETE');
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });

  it('leaves a 404 of the right method and of no path alone', async () => {
    expect((await createApp().request('/orders/b')).status).toBe(404);
    expect((await createApp().request('/nowhere', { method: 'PUT' })).status).toBe(404);
  });
});
