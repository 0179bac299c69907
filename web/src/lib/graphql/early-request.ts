import { earlyState } from '../early/early-state.ts';
import { parseRecord } from '../storage/parse-record.ts';

/** A request that is sent before the app is loaded. */
type EarlyRequest = {
  operationName: string;
  query: string;
  variables: Record<string, unknown>;
  headers: Record<string, string>;
};

/** An answer that takes longer counts as lost; what is repeated is safe to repeat (idempotency keys). */
export const patienceMs = 12_000;

/** One answer and no stream: urql's default would let a server choose event streams. */
export const accepted = 'application/graphql-response+json, application/json';

const keyOf = (operationName: unknown, variables: unknown, headers: Record<string, string>): string =>
  JSON.stringify([operationName, variables, Object.entries(headers).sort()]);

export const earlyRequest = {
  send({ headers, ...body }: EarlyRequest): void {
    const response = fetch('/graphql', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: accepted },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patienceMs),
    });
    // Without an answer the app's own request is sent, and shows why.
    response.catch(() => {});
    earlyState().query = { key: keyOf(body.operationName, body.variables, headers), response };
  },

  /**
   * The early answer to the same request of the same person, once; undefined if there is none.
   * @param body of the app's request
   */
  take(body: unknown, headers: Record<string, string>): Promise<Response> | undefined {
    const state = earlyState();
    if (state.query === undefined || typeof body !== 'string') return undefined;
    const { operationName, variables } = parseRecord(body);
    const { key, response } = state.query;
    delete state.query;
    return key === keyOf(operationName, variables, headers) ? response : undefined;
  },
};
