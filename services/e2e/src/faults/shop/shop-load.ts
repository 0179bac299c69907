import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { pause } from '../../tools/wait.ts';
import type { Operation } from './operation.ts';

/** A repeat that is not answered within that time is given up. */
const giveUpAfterMs = 60_000;
const product = z.object({ id: z.string() });

/** Products that clients know of, with the last ETag that one of them has seen. */
type Pool = Map<string, string | undefined>;

/**
 * Clients that create, change and delete products of each other until the signal is aborted; each request is repeated under
 * its Idempotency-Key until there is an answer.
 * @returns what they wanted, and what they were answered
 */
export async function runShopLoad(options: {
  url: string;
  clients: number;
  until: AbortSignal;
}): Promise<Operation[]> {
  const { url, clients, until } = options;
  const operations: Operation[] = [];
  const pool: Pool = new Map();
  async function client(): Promise<void> {
    while (!until.aborted) {
      const operation = nextOperation(pool);
      operations.push(operation);
      await carryOut(url, operation, pool);
    }
  }
  await Promise.all(Array.from({ length: clients }, client));
  return operations;
}

function nextOperation(pool: Pool): Operation {
  const name = randomUUID();
  const shared = { name, ifMatch: undefined, begun: performance.now(), answer: undefined };
  const known = [...pool.keys()];
  const id = known[Math.floor(Math.random() * known.length)];
  const dice = Math.random();
  if (id === undefined || dice < 0.4) return { kind: 'create', id: undefined, ...shared };
  if (dice > 0.85) return { kind: 'delete', id, ...shared };
  return { kind: 'replace', id, ...shared, ifMatch: dice < 0.7 ? pool.get(id) : undefined };
}

async function carryOut(url: string, operation: Operation, pool: Pool): Promise<void> {
  const { kind, id, name, ifMatch } = operation;
  const request: RequestInit = {
    method: { create: 'POST', replace: 'PUT', delete: 'DELETE' }[kind],
    headers: {
      'idempotency-key': name,
      ...(kind === 'delete' ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    ...(kind === 'delete' ? {} : { body: JSON.stringify({ name, price: 1 }) }),
  };
  const path = kind === 'create' ? '/products' : `/products/${id}`;
  const response = await answerTo(`${url}${path}`, request);
  if (!response) return;
  const { status, headers, text } = response;
  const etag = headers.get('etag') ?? undefined;
  operation.answer = { status, etag, ended: performance.now() };
  if (status === 201) operation.id = product.parse(JSON.parse(text)).id;
  if (status === 204 || status === 404) pool.delete(operation.id ?? '');
  else if (status < 300 && operation.id !== undefined) pool.set(operation.id, etag);
}

/** The first answer that says what became of a request; undefined when there is none in time. */
async function answerTo(
  url: string,
  request: RequestInit,
): Promise<{ status: number; headers: Headers; text: string } | undefined> {
  const deadline = Date.now() + giveUpAfterMs;
  while (Date.now() < deadline) {
    try {
      const response = await fetch(url, { ...request, signal: AbortSignal.timeout(20_000) });
      const text = await response.text();
      const { status, headers } = response;
      // Accepted but not decided, too many, or away: the same again says what became of it.
      if (status !== 202 && status !== 429 && status !== 503) return { status, headers, text };
    } catch {
      // The answer was lost on its way.
    }
    await pause(100);
  }
  return undefined;
}
