import { describe, expect, test } from 'vitest';
import { cupcakes } from '../testing/cupcakes.ts';
import { createTestApp } from '../testing/test-app.ts';

const lag = { measuredAt: 7, offsets: 3, seconds: 1.5 };
const tea = { ...cupcakes, name: 'tea' };

/** order-api's answer to `GET /views` of a caller with these roles. */
async function viewsFor(roles: string[]): Promise<Response> {
  const app = createTestApp({
    views: [
      { workflow: cupcakes, lag: () => lag },
      { workflow: tea, lag: () => undefined },
    ],
    authenticator: {
      mode: 'oidc',
      authenticate: async () => ({ subject: 'x', name: 'X', roles }),
      prepare: async () => {},
    },
  });
  return await app.request('/views');
}

describe('GET /views', () => {
  test('reports to services how far each view is behind its log, and null while unknown', async () => {
    const answer = await viewsFor(['service']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({
      replica: 'pod-1',
      views: [
        { workflow: 'cupcakes', lag },
        { workflow: 'tea', lag: null },
      ],
    });
  });

  test('reports only workflows on which the caller has the role', async () => {
    const body: unknown = await (await viewsFor(['tea:sre'])).json();
    expect(body).toEqual({ replica: 'pod-1', views: [{ workflow: 'tea', lag: null }] });
  });

  test('is refused to everyone else', async () => {
    for (const roles of [[], ['customer'], ['mixer'], ['shop']]) {
      const answer = await viewsFor(roles);
      expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'FORBIDDEN' }]);
    }
  });
});
