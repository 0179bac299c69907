import type { Env, MiddlewareHandler } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { problem } from './problem.ts';

/** A Hono app with any routes. */
type AppOf<E extends Env> = Parameters<typeof methodNotAllowed<E>>[0]['app'];

/** Middleware: 405 with `Allow` where the path exists for another method, instead of 404. */
export function allowedMethods<E extends Env>(app: AppOf<E>): MiddlewareHandler<E> {
  return methodNotAllowed<E>({
    app,
    onMethodNotAllowed: (c, methods) =>
      problem({
        status: 405,
        code: 'METHOD_NOT_ALLOWED',
        title: 'Method not allowed',
        detail: `${c.req.path} does not take ${c.req.method}.`,
        headers: { allow: methods.join(', ') },
      }),
  });
}
