import { z } from 'zod';

export type Answer = { status: number; headers: Headers; text: string; code: string | undefined };

/** Somebody who calls order-api under a name of their own. */
export type Caller = {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** @param body sent as it is if it is a text, else as JSON */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
};

const problem = z.object({ code: z.string() });
const placed = z.object({ order: z.object({ id: z.string() }) });

/** A caller of order-api on this machine, which believes the names that it is given there. */
export function createCaller(url: string, user: string, roles = 'customer'): Caller {
  const own = { 'x-cupcakery-user': user, 'x-cupcakery-roles': roles };
  async function send(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(`${url}${path}`, { redirect: 'manual', ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, code: codeOf(text) };
  }
  return {
    get: (path, headers = {}) => send(path, { headers: { ...own, ...headers } }),
    post: (path, body, headers = {}) =>
      send(path, {
        method: 'POST',
        headers: { ...own, 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

/** The id in the answer to a new order. */
export const orderIdOf = ({ text }: Answer): string => placed.parse(JSON.parse(text)).order.id;

function codeOf(text: string): string | undefined {
  try {
    return problem.safeParse(JSON.parse(text)).data?.code;
  } catch {
    // Not every answer is JSON, and none needs to be a problem.
    return undefined;
  }
}
