import { z } from 'zod';
import { SetupError } from '../toolbox/setup-error.ts';
import { authorization, type OrderApi } from './order-client.ts';

const query = `query Way($workflow: String!, $id: ID!) {
  order(workflow: $workflow, id: $id) { history(first: 1000) { waterfall } }
}`;
const answerShape = z.object({
  data: z.object({ order: z.object({ history: z.object({ waterfall: z.string() }) }).nullable() }),
});

/**
 * Where an order's time went, as lines of text.
 * @throws SetupError when there is no such order, or nothing answers
 */
export async function traceOf(
  api: OrderApi,
  { workflow, order: id }: { workflow: string; order?: string },
): Promise<string> {
  if (id === undefined || id === '')
    throw new SetupError('Which order? For example make trace ORDER=8b0a2d1226ab654e2097-67bf46a9');
  const signal = AbortSignal.timeout(15_000);
  let answer: Response;
  try {
    answer = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await authorization(api, signal)) },
      body: JSON.stringify({ query, variables: { workflow, id } }),
      signal,
    });
  } catch (cause) {
    throw new SetupError(`${api.url} does not answer. Is it running? See make status.`, { cause });
  }
  const text = await answer.text();
  const parsed = answer.ok ? answerShape.safeParse(JSON.parse(text)) : undefined;
  if (!parsed?.success) throw new SetupError(`The gateway answered ${answer.status}: ${text.slice(0, 300)}`);
  const { order } = parsed.data.data;
  if (!order) throw new SetupError(`There is no order ${id} of ${workflow} that you may see.`);
  return order.history.waterfall;
}
