import { randomUUID } from 'node:crypto';
import { forwardHeaders, type Principal } from '@cupcakery/kit/auth/principal';
import type { Logger } from '@cupcakery/kit/log';
import { traceFields } from '@cupcakery/kit/trace';
import { traceRequest } from '@cupcakery/kit/tracing/trace-request';
import { noTracer, type Tracer } from '@cupcakery/kit/tracing/tracer';
import { type ApiError, errorsOf, problemShape } from './api-errors.ts';

/** A command of a caller of this gateway. */
export type CommandRequest = {
  method: 'POST' | 'PUT' | 'DELETE';
  /** Below the client's address. */
  path: readonly string[];
  /** JSON; undefined: none. */
  body: unknown;
  principal: Principal;
  traceparent: string;
  /** The client's: the service is behind this gateway as behind a proxy. */
  address: string;
  idempotencyKey: string | undefined;
  /** The ETag that must hold, without quotes, or `*`. */
  ifMatch?: string | undefined;
};

/** Why a command has no outcome, or was refused. */
export type Failure = { body: undefined; errors: ApiError[] };

/** A service's answer to a command. */
export type CommandAnswer = {
  response: Response;
  /** What it says if it was no success. @param body of it, as JSON; undefined: none that can be read */
  failureOf(body: unknown): Failure;
};

/** Forwards commands in the caller's name: the service checks again whether the caller may send them. */
export type CommandClient = {
  /** Never rejects. A failure: the service has not answered, or the command cannot be sent. */
  send(request: CommandRequest): Promise<CommandAnswer | { failure: Failure }>;
};

export type CommandClientOptions = {
  /** With the part of the path that all commands have. */
  url: string;
  timeoutMs: number;
  log: Logger;
  tracer?: Tracer;
  /** Its name in the log, what people are told while it does not answer, and where there is nothing at a path. */
  service: { name: string; unavailable: string; nothing: string };
};

export function failure(code: ApiError['code'], message: string): Failure {
  return { body: undefined, errors: [{ code, message }] };
}

export function createCommandClient(options: CommandClientOptions): CommandClient {
  const { url, timeoutMs, log, tracer = noTracer, service } = options;

  async function request(command: CommandRequest, key: string): Promise<Response> {
    const { method, path, body, ifMatch, principal, traceparent, address } = command;
    const target = `${url}/${path.map(encodeURIComponent).join('/')}`;
    const send = (parent = traceparent) =>
      fetch(target, {
        method,
        headers: {
          'idempotency-key': key,
          traceparent: parent,
          'x-forwarded-for': address,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(ifMatch === undefined ? {} : { 'if-match': ifMatch === '*' ? ifMatch : `"${ifMatch}"` }),
          ...forwardHeaders(principal),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
    const traced = { method, url: target, parent: traceparent };
    return traceRequest(tracer, traced, send, ({ status }) => status);
  }

  return {
    async send(command) {
      const fault = faultOf(command, service.nothing);
      if (fault) return { failure: { body: undefined, errors: [fault] } };
      // With an idempotency key the one retry after a broken connection is safe.
      const key = command.idempotencyKey ?? randomUUID();
      try {
        const response = await request(command, key).catch((error: unknown) => {
          if (isTimeout(error)) throw error;
          return request(command, key);
        });
        const traced = { service, log: log.child(traceFields(command.traceparent)) };
        return { response, failureOf: (body) => failureIn(response, body, traced) };
      } catch (err) {
        log.warn({ err, ...traceFields(command.traceparent) }, `${service.name} does not answer`);
        return {
          failure: isTimeout(err)
            ? failure('PENDING', 'Not answered in time: look again.')
            : failure('UNAVAILABLE', service.unavailable),
        };
      }
    },
  };
}

/** What an answer that was no success says; one that cannot be read is logged. */
export function failureIn(
  response: Pick<Response, 'ok' | 'status'>,
  body: unknown,
  { service, log }: Pick<CommandClientOptions, 'service' | 'log'>,
): Failure {
  const problem = problemShape.safeParse(body);
  if (!response.ok && problem.success) {
    return { body: undefined, errors: errorsOf(response.status, problem.data) };
  }
  log.error({ status: response.status }, `${service.name} gave an answer that cannot be read`);
  return failure('UNAVAILABLE', service.unavailable);
}

/** The body of an answer; undefined: none, or none that can be read, which is logged where one is needed. */
export function bodyOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined);
}

/** Refuses what no URL or header can carry. */
function faultOf({ path, idempotencyKey, ifMatch }: CommandRequest, nothing: string): ApiError | undefined {
  if (path.some((step) => /^\.{0,2}$/.test(step))) return { code: 'NOT_FOUND', message: nothing };
  if (idempotencyKey !== undefined && !/^[\x21-\x7e]{1,255}$/.test(idempotencyKey))
    return { code: 'INVALID', message: 'An idempotency key is 1 to 255 visible ASCII characters.' };
  if (ifMatch !== undefined && !/^[\x21\x23-\x2b\x2d-\x7e]{1,100}$/.test(ifMatch))
    return { code: 'INVALID', message: '`ifMatch` is one ETag without its quotes, or *.' };
  return undefined;
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}
