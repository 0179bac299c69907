import { z } from 'zod';

const place = `mutation Place($details: JSON!) {
  placeOrder(input: { workflow: "cupcakes", details: $details }) { orderId errors { code message } }
}`;
const placed = z.object({
  data: z.object({ placeOrder: z.object({ orderId: z.string().nullable(), errors: z.array(z.unknown()) }) }),
});
const watch = 'subscription { orders(workflow: "cupcakes") { kind orders { id status } } }';
const payload = z.object({
  data: z.object({
    orders: z.object({ kind: z.string(), orders: z.array(z.object({ id: z.string(), status: z.string() })) }),
  }),
});

const headers = {
  'content-type': 'application/json',
  'x-cupcakery-user': 'ann',
  'x-cupcakery-roles': 'admin',
};

/** Places an order by GraphQL; its id. */
export async function placeByGraphql(gateway: string, details: Record<string, unknown>): Promise<string> {
  const answer = await fetch(`${gateway}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query: place, variables: { details } }),
  });
  const { orderId, errors } = placed.parse(await answer.json()).data.placeOrder;
  if (orderId === null) throw new Error(`not placed: ${JSON.stringify(errors)}`);
  return orderId;
}

/** A screen that follows all orders over server-sent events. */
export type Screen = { statusOf(orderId: string): string | undefined; close(): void };

/** Resolves once the screen has its first snapshot. */
export async function openScreen(gateway: string): Promise<Screen> {
  const abort = new AbortController();
  const answer = await fetch(`${gateway}/graphql`, {
    method: 'POST',
    headers: { ...headers, accept: 'text/event-stream' },
    body: JSON.stringify({ query: watch }),
    signal: abort.signal,
  });
  const { body } = answer;
  if (!body) throw new Error(`no stream: ${answer.status}`);
  const statuses = new Map<string, string>();
  const snapshot = Promise.withResolvers<void>();
  const read = async () => {
    let text = '';
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const [, data] = /^data: ?(\{.*\})$/m.exec(event) ?? [];
        if (data === undefined) continue;
        for (const { id, status } of payload.parse(JSON.parse(data)).data.orders.orders)
          statuses.set(id, status);
        snapshot.resolve();
      }
    }
  };
  read().catch((error: unknown) => {
    if (!abort.signal.aborted) snapshot.reject(error);
  });
  await snapshot.promise;
  return { statusOf: (id) => statuses.get(id), close: () => abort.abort() };
}
