import { randomUUID } from 'node:crypto';
import type { Context, ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Logger } from '../log.ts';

/** What is wrong with one part of a request: a field's name or a JSON pointer, and why. */
export type ProblemField = { field?: string; pointer?: string; detail: string };

export type ProblemOptions = {
  status: number;
  /** Stable and for programs: `NOT_FOUND`, `KEY_REUSED`; becomes `urn:cupcakery:problem:<code>`. */
  code: string;
  title: string;
  detail?: string;
  errors?: ProblemField[];
  /** Seconds. */
  retryAfter?: number;
  instance?: string;
  headers?: Record<string, string>;
};

/** A response by RFC 9457; `code` and `errors` are its extension members. */
export function problem(options: ProblemOptions): Response {
  const { status, code, title, detail, errors, retryAfter, instance } = options;
  const headers = new Headers(options.headers);
  headers.set('content-type', 'application/problem+json');
  headers.set('cache-control', 'no-store');
  if (retryAfter !== undefined) headers.set('retry-after', String(Math.max(0, Math.ceil(retryAfter))));
  const body = { type: `urn:cupcakery:problem:${code}`, title, status, code, detail, instance, errors };
  return new Response(JSON.stringify(body), { status, headers });
}

/** Throw it where a request cannot go on; `problemHandler` answers it. */
export class Problem extends Error {
  override name = 'Problem';
  readonly options: ProblemOptions;

  constructor(options: ProblemOptions, cause?: unknown) {
    super(options.detail ?? options.title, cause === undefined ? {} : { cause });
    this.options = options;
  }

  get status(): number {
    return this.options.status;
  }

  get code(): string {
    return this.options.code;
  }

  toResponse(): Response {
    return problem(this.options);
  }
}

/** 403 for a caller who may not do this; `detail` says what is missing. */
export function forbidden(detail: string): Problem {
  return new Problem({ status: 403, code: 'FORBIDDEN', title: 'Not permitted', detail });
}

/**
 * Hono's `onError`. A Problem is sent as it is; anything else is masked: the caller gets an id, the log
 * line with the same id has the error.
 */
export function problemHandler(log: Logger): ErrorHandler {
  return (error, c) => {
    if (error instanceof Problem) {
      if (error.status >= 500)
        log.warn({ err: error, method: c.req.method, path: c.req.path }, error.message);
      return error.toResponse();
    }
    if (error instanceof HTTPException && error.status < 500) {
      const title = error.message || 'Request refused';
      return problem({ status: error.status, code: 'REQUEST_REFUSED', title });
    }
    const errorId = randomUUID();
    log.error({ err: error, errorId, method: c.req.method, path: c.req.path }, 'request failed unexpectedly');
    return problem({
      status: 500,
      code: 'INTERNAL',
      title: 'Something went wrong here',
      detail: 'It was not your request. Whoever runs this service finds the reason by the id in `instance`.',
      instance: `urn:uuid:${errorId}`,
    });
  };
}

/** Hono's `notFound`. */
export const notFound: NotFoundHandler = (c: Context) =>
  problem({ status: 404, code: 'NOT_FOUND', title: 'Not found', detail: `There is no ${c.req.path} here.` });
