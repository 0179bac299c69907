import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { z } from 'zod';

const payloadShape = z.object({
  cursor: z.string(),
  kind: z.enum(['SNAPSHOT', 'CHANGE']),
  orders: z.array(z.object({ id: z.string(), version: z.number(), stage: z.string(), status: z.string() })),
  removed: z.array(z.string()),
});
export type OrdersPayload = z.infer<typeof payloadShape>;
const errorShape = z.object({
  message: z.string(),
  extensions: z.object({ code: z.string().optional(), errorId: z.string().optional() }).optional(),
});
const resultShape = z.object({
  data: z.unknown().optional(),
  errors: z.array(errorShape).optional(),
});
export type Result = z.infer<typeof resultShape>;

export const ordersDocument = `subscription Watch($workflow: String!, $filter: OrderFilter, $after: Cursor) {
  orders(workflow: $workflow, filter: $filter, after: $after) {
    cursor kind removed orders { id version stage status }
  }
}`;

/** For tests: what one connection received. */
export type Watch = {
  payloads: OrdersPayload[];
  errors: z.infer<typeof errorShape>[];
  /** How the socket was closed, or the stream ended: `complete` or `cut`. */
  ended: Promise<{ code?: number; reason: string }>;
  stop(): void;
};
export type Variables = { workflow: string; filter?: object; after?: string | undefined };

type Collector = ReturnType<typeof collector>;

export function collector() {
  const payloads: OrdersPayload[] = [];
  const errors: z.infer<typeof errorShape>[] = [];
  return {
    payloads,
    errors,
    take(value: unknown): void {
      const result = resultShape.parse(value);
      errors.push(...(result.errors ?? []));
      const data = z.object({ orders: payloadShape }).safeParse(result.data);
      if (data.success) payloads.push(data.data.orders);
    },
  };
}

/** Subscribes with the official graphql-ws client, without its retries. */
export function watchWs(
  url: string,
  variables: Variables,
  connectionParams: Record<string, unknown> = {},
): Watch {
  const { payloads, errors, take } = collector();
  const { promise: ended, resolve } = Promise.withResolvers<{ code?: number; reason: string }>();
  const client = createClient({
    url,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams,
    on: {
      closed(event) {
        const { code, reason } = z.object({ code: z.number(), reason: z.string() }).parse(event);
        resolve({ code, reason });
      },
    },
  });
  client.subscribe(
    { query: ordersDocument, variables },
    {
      next: take,
      error(error) {
        const given = z.array(errorShape).safeParse(error);
        if (given.success) errors.push(...given.data);
      },
      complete: () => resolve({ reason: 'complete' }),
    },
  );
  return { payloads, errors, ended, stop: () => client.terminate() };
}

/** Subscribes over server-sent events; the cursor is sent as Last-Event-ID, as browsers do. */
export function watchSse(url: string, variables: Variables, headers: Record<string, string> = {}): Watch {
  const collected = collector();
  const { payloads, errors } = collected;
  const abort = new AbortController();
  const { after, ...rest } = variables;
  const run = async (): Promise<string> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(after === undefined ? {} : { 'last-event-id': after }),
        ...headers,
      },
      body: JSON.stringify({ query: ordersDocument, variables: rest }),
      signal: abort.signal,
    });
    const chunks = response.body?.pipeThrough(new TextDecoderStream()) ?? [];
    return readEvents(chunks, collected);
  };
  const ended = run().then(
    (reason) => ({ reason }),
    (error: unknown) => ({ reason: String(error) }),
  );
  return { payloads, errors, ended, stop: () => abort.abort() };
}

/** Reads the events of a stream; resolves with how it ended. */
export async function readEvents(
  chunks: AsyncIterable<string> | Iterable<string>,
  { payloads, errors, take }: Collector,
): Promise<'complete' | 'cut'> {
  let text = '';
  for await (const part of chunks) {
    const events = `${text}${part}`.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const fields = new Map(
        event.split('\n').map((l) => [l.split(': ', 1)[0] ?? '', l.slice(l.indexOf(': ') + 2)]),
      );
      if (fields.get('event') === 'next') {
        take(JSON.parse(fields.get('data') ?? ''));
        const last = payloads.at(-1);
        if (last && errors.length === 0 && fields.get('id') !== last.cursor) {
          throw new Error('the event id is not the cursor');
        }
      }
      if (event.startsWith('event: complete')) return 'complete';
    }
  }
  return 'cut';
}

/** Sends one operation by POST. */
export async function post(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Result & { status: number }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return { ...resultShape.parse(await response.json()), status: response.status };
}
