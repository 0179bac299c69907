import type { Context } from 'hono';
import type { z } from 'zod';
import { pointerToken } from '../tools/json-pointer.ts';
import { isNestedDeeper } from './json/depth.ts';
import { jsonErrorPosition } from './json/error-position.ts';
import { cleanTexts, mayNeedCleaning } from './json/texts.ts';
import { Problem, type ProblemField } from './problem.ts';

/** Levels of arrays and objects in a body; what walks it may recurse. */
const maxBodyDepth = 64;

/**
 * Reads a JSON body of at most `maxBytes`, counted as it arrives: a chunked body has no Content-Length to
 * believe. With a schema the result is typed, else unknown. Throws Problem 415 (not JSON), 413 (too large),
 * 400 TOO_DEEP, 400 INVALID_JSON with line and column, 400 INVALID_FIELDS naming each field, also each text that
 * is no text for people (`cleanTexts`, which also takes out what nobody sees).
 */
export async function readJson(c: Context, options: { maxBytes: number }): Promise<unknown>;
export async function readJson<S extends z.ZodType>(
  c: Context,
  options: { maxBytes: number; schema: S },
): Promise<z.output<S>>;
export async function readJson(
  c: Context,
  { maxBytes, schema }: { maxBytes: number; schema?: z.ZodType },
): Promise<unknown> {
  const request = c.req.raw;
  checkHeaders(request, maxBytes);
  const value = parse(await readText(request, maxBytes));
  return schema ? checkBody(schema, value) : value;
}

/** The body as the schema gives it; else a Problem 400 that names each field. */
export function checkBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Problem({
    status: 400,
    code: 'INVALID_FIELDS',
    title: 'The request does not fit',
    detail: 'See `errors` for each field.',
    errors: fieldErrors(parsed.error),
  });
}

/** zod's issues as JSON pointers (RFC 6901) with the reason, at most 50. */
export function fieldErrors(error: z.ZodError): ProblemField[] {
  return error.issues.slice(0, 50).map((issue) => ({
    pointer: issue.path.map((step) => `/${pointerToken(String(step))}`).join(''),
    detail: issue.message,
  }));
}

function checkHeaders({ headers }: Request, maxBytes: number): void {
  const type = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!/^application\/([\w.-]+\+)?json$/.test(type)) throw unsupported('Send the body as application/json.');
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') throw unsupported('Send the body without Content-Encoding.');
  if (Number(headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  // Node enforces the Content-Length; a web stream for each request costs as much as the rest of the request.
  if (request.headers.has('content-length')) return await readWhole(request, maxBytes);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    throw unreadable(error);
  }
}

async function readWhole(request: Request, maxBytes: number): Promise<string> {
  try {
    const bytes = await request.arrayBuffer();
    if (bytes.byteLength > maxBytes) throw tooLarge(maxBytes);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw unreadable(error);
  }
}

function unreadable(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const detail =
    error instanceof TypeError ? 'The body is not UTF-8 or ended early.' : 'The body ended early.';
  return new Problem({ status: 400, code: 'INVALID_BODY', title: 'Unreadable body', detail }, error);
}

function parse(text: string): unknown {
  const parsed = parseJson(text);
  if (!mayNeedCleaning(text)) return parsed;
  const { value, problems } = cleanTexts(parsed);
  if (problems.length === 0) return value;
  throw new Problem({
    status: 400,
    code: 'INVALID_FIELDS',
    title: 'The request does not fit',
    detail: 'See `errors` for each field.',
    errors: problems,
  });
}

function parseJson(text: string): unknown {
  if (isNestedDeeper(text, maxBodyDepth)) throw tooDeep();
  try {
    return JSON.parse(text);
  } catch (error) {
    const { line, column } = jsonErrorPosition(text);
    const detail =
      text.trim() === '' ? 'The body is empty.' : `The body is not JSON at line ${line}, column ${column}.`;
    throw new Problem({ status: 400, code: 'INVALID_JSON', title: 'Invalid JSON', detail }, error);
  }
}

const tooDeep = () =>
  new Problem({
    status: 400,
    code: 'TOO_DEEP',
    title: 'Nested too deep',
    detail: `Arrays and objects of a body may lie at most ${maxBodyDepth} levels deep in each other.`,
  });

const unsupported = (detail: string) =>
  new Problem({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', title: 'Unsupported media type', detail });

const tooLarge = (maxBytes: number) =>
  new Problem({
    status: 413,
    code: 'BODY_TOO_LARGE',
    title: 'Body too large',
    detail: `At most ${maxBytes} bytes.`,
    // What is left of the body is not read, so the connection cannot carry another request.
    headers: { connection: 'close' },
  });
