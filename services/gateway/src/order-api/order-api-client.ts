import { z } from 'zod';
import type { ApiError } from '../api/api-errors.ts';
import {
  bodyOf,
  type CommandAnswer,
  type CommandClientOptions,
  type CommandRequest,
  createCommandClient,
  failure,
} from '../api/command-client.ts';

/** The outcome of a command: the body of order-api's answer, or why nothing changed. */
export type ApiAnswer<T> =
  | { body: T; errors: [] }
  /** `orderId`: of an order that was accepted and is not decided yet. */
  | { body: undefined; errors: ApiError[]; orderId?: string };

/** Its path is below `/api/v1/workflows/`. */
export type ApiRequest = Omit<CommandRequest, 'method' | 'ifMatch'>;

/** Forwards commands on orders. */
export type OrderApi = {
  /**
   * Never rejects: a failure is an answer with errors.
   * @param shape of the body of a successful answer
   */
  post<T>(request: ApiRequest, shape: z.ZodType<T>): Promise<ApiAnswer<T>>;
};

const acceptedShape = z.object({ correlationId: z.string() });
const service = {
  name: 'order-api',
  unavailable: 'Orders cannot be taken right now; try again.',
  nothing: 'There is no such order.',
};

/** @param options.url order-api's, without a path */
export function createOrderApi({ url, ...options }: Omit<CommandClientOptions, 'service'>): OrderApi {
  const client = createCommandClient({ ...options, url: `${url}/api/v1/workflows`, service });
  return {
    async post(request, shape) {
      const sent = await client.send({ ...request, method: 'POST' });
      return 'failure' in sent ? sent.failure : readAnswer(sent, shape);
    },
  };
}

async function readAnswer<T>(
  { response, failureOf }: CommandAnswer,
  shape: z.ZodType<T>,
): Promise<ApiAnswer<T>> {
  const body = await bodyOf(response);
  if (response.status === 202) {
    const accepted = acceptedShape.safeParse(body);
    return {
      ...failure('PENDING', 'Accepted, not yet decided: look again.'),
      ...(accepted.success ? { orderId: accepted.data.correlationId } : {}),
    };
  }
  if (response.ok) {
    const answer = shape.safeParse(body);
    if (answer.success) return { body: answer.data, errors: [] };
  }
  return failureOf(body);
}
