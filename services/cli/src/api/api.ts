import { retry } from '@cupcakery/kit/tools/retry';
import { z } from 'zod';
import { CliError, reasonOf } from '../cli-error.ts';
import { errorOf } from './problem.ts';

/** Requests to an installation, in the name of who is signed in. Every answer is checked by a schema. */
export type Api = {
  readonly url: string;
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  /** The same with the ETag, by which a change says what it changes. */
  getTagged<T>(path: string, schema: z.ZodType<T>): Promise<Tagged<T>>;
  /** @param key the idempotency key: a repeat of the same request does nothing twice */
  send<T>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    schema: z.ZodType<T>,
    request: SendOptions,
  ): Promise<T>;
  graphql<T>(document: string, variables: Record<string, unknown>, schema: z.ZodType<T>): Promise<T>;
};

/** What was read, and the ETag that it had. */
export type Tagged<T> = { value: T; etag: string | undefined };
type Received = { status: number; body: unknown; etag: string | undefined };

export type SendOptions = { body?: unknown; key: string; ifMatch?: string | undefined };

export type ApiOptions = {
  url: string;
  /** The token to show; undefined: none. */
  token: () => Promise<string | undefined>;
  signal: AbortSignal;
};

const timeoutMs = 20_000;
/** What failed on its way is sent again under the same key. */
const retries = { attempts: 3, backoff: { min: 300, max: 1_500 } };
const retryable = new Set([502, 503, 504]);

/** An answer that says to try again. */
class TryAgain extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(`status ${status}`);
    this.status = status;
    this.body = body;
  }
}

const graphqlErrors = z.array(
  z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).optional() }),
);

export function createApi({ url, token, signal }: ApiOptions): Api {
  async function once(path: string, init: RequestInit): Promise<Received> {
    const bearer = await token();
    const headers = new Headers(init.headers);
    headers.set('accept', 'application/json, application/problem+json');
    if (bearer !== undefined) headers.set('authorization', `Bearer ${bearer}`);
    const timed = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const answer = await fetch(url + path, { ...init, headers, signal: timed, redirect: 'error' });
    const { status } = answer;
    const body = bodyOf(await answer.text(), path);
    if (retryable.has(status)) throw new TryAgain(status, body);
    return { status, body, etag: answer.headers.get('etag') ?? undefined };
  }

  async function request<T>(path: string, schema: z.ZodType<T>, init: RequestInit): Promise<T> {
    return (await tagged(path, schema, init)).value;
  }

  /** @throws CliError */
  async function tagged<T>(path: string, schema: z.ZodType<T>, init: RequestInit): Promise<Tagged<T>> {
    const isWorthIt = (error: unknown) => !(error instanceof CliError);
    const { status, body, etag } = await retry(() => once(path, init), {
      ...retries,
      signal,
      isRetryable: isWorthIt,
    }).catch((error: unknown) => {
      throw failureOf(error, url, signal);
    });
    if (status >= 400) throw errorOf(status, body, url);
    if (status === 202)
      throw new CliError('unreachable', 'it was accepted, and is not decided yet', {
        code: 'PENDING',
        hint: 'repeat with the same --key for the result',
      });
    return { value: read(schema, body, url + path), etag };
  }

  return {
    url,
    get: (path, schema) => request(path, schema, {}),
    getTagged: (path, schema) => tagged(path, schema, {}),
    send: (method, path, schema, { body, key, ifMatch }) =>
      request(path, schema, {
        method,
        headers: {
          'idempotency-key': key,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    async graphql(document, variables, schema) {
      const answer = await request(
        '/graphql',
        z.object({ data: z.unknown(), errors: graphqlErrors.optional() }),
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: document, variables }),
        },
      );
      const [error] = answer.errors ?? [];
      if (error) throw graphqlError(error.extensions?.code, error.message);
      return read(schema, answer.data, `${url}/graphql`);
    },
  };
}

function failureOf(error: unknown, url: string, signal: AbortSignal): CliError {
  if (error instanceof CliError) return error;
  if (signal.aborted) return new CliError('interrupted', 'interrupted');
  if (error instanceof TryAgain) return errorOf(error.status, error.body, url);
  const timedOut = error instanceof Error && error.name === 'TimeoutError';
  const reason = timedOut ? `no answer within ${timeoutMs / 1000} s` : reasonOf(error);
  return new CliError('unreachable', `${url} does not answer: ${reason}`, {
    hint: 'is it running? make up starts it on this machine; --url or cupcakery profile set names another',
    cause: error,
  });
}

function graphqlError(code: string | undefined, message: string): CliError {
  const hint = code === 'UNAUTHENTICATED' ? 'sign in: cupcakery login' : undefined;
  return new CliError(code === 'UNAVAILABLE' ? 'unreachable' : 'refused', message, { code, hint });
}

/** @throws CliError for what is no JSON: another program answers there */
function bodyOf(text: string, path: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new CliError('unreachable', `${path} answers with something else than JSON: is it Cupcakery?`, {
      hint: `it began with: ${text.slice(0, 60).replaceAll(/\s+/g, ' ')}`,
    });
  }
}

function read<T>(schema: z.ZodType<T>, body: unknown, where: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CliError(
    'unreachable',
    `${where} answers with something unknown: ${issue?.path.join('.')}: ${issue?.message}`,
    {
      hint: 'this command line may be older or newer than the installation',
    },
  );
}
