import type { MutationResolvers } from '../generated/resolvers.ts';
import type { ApiAnswer } from '../order-api/client.ts';
import type { GatewayContext } from './context.ts';

function send(
  { orderApi, caller }: GatewayContext,
  path: readonly string[],
  body: Record<string, unknown>,
  idempotencyKey: string | null | undefined,
): Promise<ApiAnswer> {
  const { principal, traceparent } = caller;
  return orderApi.post({
    path,
    body: Object.fromEntries(Object.entries(body).filter(([, value]) => value != null)),
    principal,
    traceparent,
    idempotencyKey: idempotencyKey ?? undefined,
  });
}

/** Everything that changes something goes through order-api. */
export const mutations: Required<MutationResolvers> = {
  placeOrder: (_root, { input: { workflow, details, idempotencyKey } }, context) =>
    send(context, [workflow, 'orders'], { details }, idempotencyKey),
  completeTicket: (_root, { input }, context) => {
    const { workflow, orderId, stage, visit, outcome } = input;
    const path = [workflow, 'orders', orderId, 'complete'];
    return send(context, path, { stage, visit, outcome }, input.idempotencyKey);
  },
  cancelOrder: (_root, { input: { workflow, orderId, reason, idempotencyKey } }, context) =>
    send(context, [workflow, 'orders', orderId, 'cancel'], { reason }, idempotencyKey),
};
