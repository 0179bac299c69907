import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createLogger } from '../log.ts';
import { readJson } from './body.ts';
import { problemHandler } from './problem.ts';

const app = new Hono().onError(problemHandler(createLogger({ service: 'x', level: 'silent' })));
const schema = z.object({
  size: z.enum(['S', 'M']),
  items: z.array(z.object({ 'a/b': z.number() })).optional(),
});
app.post('/raw', async (c) => c.json({ got: await readJson(c, { maxBytes: 40 }) }));
app.post('/deep', async (c) => c.json({ got: await readJson(c, { maxBytes: 300_000 }) }));
app.post('/typed', async (c) => c.json({ got: (await readJson(c, { maxBytes: 1000, schema })).size }));

function post(
  path: string,
  body: string | Uint8Array<ArrayBuffer> | ReadableStream,
  headers: Record<string, string> = {},
) {
  const init = {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
    duplex: 'half' as const,
  };
  return app.request(path, init);
}

/** Not `ReadableStream.from`: the DOM types that some packages pull in do not know it. */
function chunked(...chunks: (string | Uint8Array)[]): ReadableStream {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
      controller.close();
    },
  });
}

describe('readJson', () => {
  it('reads a body, also one whose characters are cut by chunks', async () => {
    const bytes = Buffer.from('{"a":"é"}');
    const response = await post('/raw', chunked(bytes.subarray(0, 7), bytes.subarray(7)));
    expect(await response.json()).toEqual({ got: { a: 'é' } });
  });

  it('takes application/…+json with parameters', async () => {
    const response = await post('/raw', '1', {
      'content-type': 'application/cloudevents+json; charset=utf-8',
    });
    expect(response.status).toBe(200);
  });

  it.each([
    ['another content type', '{}', { 'content-type': 'text/plain' }, 415],
    ['a compressed body', '{}', { 'content-encoding': 'gzip' }, 415],
    ['a Content-Length beyond the bound', '{}', { 'content-length': '41' }, 413],
    ['a longer body', `"${'x'.repeat(40)}"`, {}, 413],
    ['an endless chunked body', chunked('"', ...Array<string>(9).fill('x'.repeat(10))), {}, 413],
    ['an empty body', '', {}, 400],
    ['bytes that are not UTF-8', new Uint8Array([34, 0xff, 34]), {}, 400],
  ])('refuses %s', async (_title, body, headers, status) => {
    expect((await post('/raw', body, headers)).status).toBe(status);
  });

  it('says where the JSON breaks', async () => {
    const response = await post('/raw', '{\n "a": x}');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'INVALID_JSON',
      detail: expect.stringContaining('line 2, column 7'),
    });
  });

  it('refuses nesting of more than 64 levels, whether it is JSON or not', async () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect((await post('/deep', nested(64))).status).toBe(200);
    for (const body of [nested(65), '['.repeat(299_000), '{"a":'.repeat(59_000)]) {
      const response = await post('/deep', body);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        code: 'TOO_DEEP',
        detail: expect.stringContaining('64'),
      });
    }
    expect((await post('/deep', JSON.stringify('['.repeat(100)))).status).toBe(200);
  });

  it('names each field that does not fit, by JSON pointer', async () => {
    const response = await post('/typed', '{"size":"XXL","items":[{"a/b":"1"}]}');
    expect(response.status).toBe(400);
    const body = z
      .object({ errors: z.array(z.object({ pointer: z.string() })) })
      .parse(await response.json());
    expect(body.errors.map((error) => error.pointer)).toEqual(['/size', '/items/0/a~1b']);
  });

  it('names each text that is no Unicode, which other programs could not read', async () => {
    const response = await post('/raw', '{"notes":"\\ud83e"}');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'INVALID_FIELDS',
      errors: [{ pointer: '/notes', detail: expect.stringContaining('Unicode') }],
    });
    expect((await post('/raw', '{"notes":"\\ud83e\\uddc1"}')).status).toBe(200);
  });

  it('names each text with a control character, and takes out what only changes the order of reading', async () => {
    const response = await post('/raw', '{"notes":"a\\u0000b"}');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'INVALID_FIELDS',
      errors: [{ pointer: '/notes', detail: expect.stringContaining('U+0000') }],
    });
    expect(await (await post('/raw', '{"a":"x\u202ey"}')).json()).toEqual({ got: { a: 'xy' } });
    expect(await (await post('/raw', '{"a":"שלום 👩‍🍳"}')).json()).toEqual({ got: { a: 'שלום 👩‍🍳' } });
  });

  it('gives what the schema makes of it', async () => {
    expect(await (await post('/typed', '{"size":"M"}')).json()).toEqual({ got: 'M' });
  });
});
