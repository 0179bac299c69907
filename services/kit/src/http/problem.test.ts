import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../log.ts';
import { notFound, Problem, problem, problemHandler } from './problem.ts';

function createApp() {
  const lines: string[] = [];
  const app = new Hono();
  const log = createLogger({
    service: 'x',
    level: 'info',
    destination: { write: (line) => lines.push(line) },
  });
  app.onError(problemHandler(log)).notFound(notFound);
  app.get('/problem', () => {
    throw new Problem({ status: 409, code: 'CLAIMED', title: 'Claimed', detail: 'by ann' });
  });
  app.get('/crash', () => {
    throw new Error('the password table is gone');
  });
  app.get('/hono', () => {
    throw new HTTPException(418, { message: 'teapot' });
  });
  return { app, lines };
}

describe('problem', () => {
  it('answers by RFC 9457', async () => {
    const errors = [{ pointer: '/size', detail: 'must be S, M, L or XL' }];
    const response = problem({ status: 429, code: 'BUSY', title: 'Busy', errors, retryAfter: 1.2 });
    expect(response.status).toBe(429);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('retry-after')).toBe('2');
    expect(await response.json()).toEqual({
      type: 'urn:cupcakery:problem:BUSY',
      title: 'Busy',
      status: 429,
      code: 'BUSY',
      errors,
    });
  });
});

describe('problemHandler', () => {
  it('sends a thrown problem with its status and fields', async () => {
    const response = await createApp().app.request('/problem');
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ code: 'CLAIMED', detail: 'by ann' });
  });

  it('masks the unexpected behind an id that finds the log line', async () => {
    const { app, lines } = createApp();
    const response = await app.request('/crash');
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toContain('password table');
    const id = /urn:uuid:([0-9a-f-]+)/.exec(text)?.[1] ?? 'none';
    expect(lines.find((line) => line.includes(id))).toContain('password table');
  });

  it("answers hono's own refusals as problems", async () => {
    const response = await createApp().app.request('/hono');
    expect(response.status).toBe(418);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });

  it('answers an unknown path', async () => {
    expect((await createApp().app.request('/nowhere')).status).toBe(404);
  });
});
