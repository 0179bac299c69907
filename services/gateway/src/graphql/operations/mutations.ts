import { type Order, orderSchema } from '@cupcakery/workflow/contracts/order';
import { incidentKeyOf } from '@cupcakery/workflow/contracts/record-incident';
import { incidentSchema } from '@cupcakery/workflow/contracts/records';
import { z } from 'zod';
import type { OpenIncident } from '../../incidents/open-incidents.ts';
import type { ApiError } from '../../order-api/api-errors.ts';
import type { ApiAnswer } from '../../order-api/order-api-client.ts';
import type { GatewayContext } from '../context/context.ts';
import type { MutationResolvers, TicketInput } from '../generated/resolvers.ts';

const orderAnswer = z.object({ order: orderSchema });
const incidentAnswer = z.object({ incident: incidentSchema });
type OrderResult = { orderId: string | null; order: Order | null; errors: ApiError[] };

const resultOf = (answer: ApiAnswer<{ order: Order }>): OrderResult => {
  const { body, errors } = answer;
  if (body) return { orderId: body.order.id, order: body.order, errors };
  return { orderId: answer.orderId ?? null, order: null, errors };
};

/** Sends a command in the caller's name; fields that the client left out are not sent. */
function post<T>(
  { orderApi, caller }: GatewayContext,
  shape: z.ZodType<T>,
  path: readonly string[],
  body: Record<string, unknown>,
  idempotencyKey?: string | null,
) {
  const { principal, traceparent } = caller;
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value != null));
  return orderApi.post(
    { path, body: given, principal, traceparent, idempotencyKey: idempotencyKey ?? undefined },
    shape,
  );
}

/** Places an order; a refusal is an answer with errors. */
export async function place(
  context: GatewayContext,
  workflow: string,
  details: unknown,
  idempotencyKey: string | null | undefined,
): Promise<OrderResult> {
  return resultOf(await post(context, orderAnswer, [workflow, 'orders'], { details }, idempotencyKey));
}

type OnOrder = { workflow: string; orderId: string; idempotencyKey?: string | null };

/** Sends a command on an order; the action is the last segment of order-api's path. */
async function act(
  context: GatewayContext,
  action: string,
  { workflow, orderId, idempotencyKey, ...fields }: OnOrder & Record<string, unknown>,
): Promise<OrderResult> {
  const path = [workflow, 'orders', orderId, action];
  return resultOf(await post(context, orderAnswer, path, fields, idempotencyKey));
}

/** Only a completion has an outcome. */
const onTicket = ({ outcome: _outcome, ...input }: TicketInput) => input;

/** Every change goes through order-api. */
export const mutations: Required<MutationResolvers> = {
  placeOrder: (_root, { input }, context) =>
    place(context, input.workflow, input.details, input.idempotencyKey),
  claimTicket: (_root, { input }, context) => act(context, 'claim', onTicket(input)),
  releaseTicket: (_root, { input }, context) => act(context, 'release', onTicket(input)),
  completeTicket: (_root, { input }, context) => act(context, 'complete', input),
  recallTicket: (_root, { input }, context) => act(context, 'recall', onTicket(input)),
  failTicket: (_root, { input }, context) => act(context, 'fail', input),
  markOrder: (_root, { input }, context) => act(context, 'mark', input),
  cancelOrder: (_root, { input }, context) => act(context, 'cancel', input),
  resolveIncident: (_root, { input }, context) =>
    act(context, 'resolve', { ...input, action: input.action.toLowerCase() }),
  async discardRecord(_root, { input: { workflow, incidentId } }, context) {
    const path = [workflow, 'incidents', incidentId, 'discard'];
    const { body, errors } = await post(context, incidentAnswer, path, {});
    const key = incidentKeyOf(incidentId);
    const incident: OpenIncident | null =
      body && key !== undefined ? { kind: 'record', key, incident: body.incident } : null;
    return { incident, errors };
  },
};
