import { type Order, orderSchema } from '@cupcakery/workflow/contracts/order';
import { incidentKeyOf } from '@cupcakery/workflow/contracts/record-incident';
import { incidentSchema } from '@cupcakery/workflow/contracts/records';
import { z } from 'zod';
import type { ApiError } from '../../api/api-errors.ts';
import type { OpenIncident } from '../../incidents/open-incidents.ts';
import type { ApiAnswer } from '../../order-api/order-api-client.ts';
import { orderSelection } from '../../selection/order-selection.ts';
import type { GatewayContext } from '../context/context.ts';
import type { ContactInput, MutationResolvers, Pause, TicketInput } from '../generated/resolvers.ts';

const orderAnswer = z.object({ order: orderSchema });
const incidentAnswer = z.object({ incident: incidentSchema });
type OrderResult = { orderId: string | null; order: Order | null; errors: ApiError[] };

function resultOf(
  { caller, workflows }: GatewayContext,
  name: string,
  answer: ApiAnswer<{ order: Order }>,
): OrderResult {
  const { body, errors } = answer;
  if (!body) return { orderId: answer.orderId ?? null, order: null, errors };
  // order-api has shown it to this caller already; again, so that its history is shown in the same way.
  const workflow = workflows.get(name);
  const show = workflow && orderSelection(caller.principal, workflow).show;
  return { orderId: body.order.id, order: show ? show(body.order) : body.order, errors };
}

/** What the client did not leave out. */
function given(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null));
}

/** Sends a command in the caller's name; fields that the client left out are not sent. */
function post<T>(
  { orderApi, caller }: GatewayContext,
  shape: z.ZodType<T>,
  path: readonly string[],
  body: Record<string, unknown>,
  idempotencyKey?: string | null,
) {
  const { principal, traceparent, audited } = caller;
  return orderApi.post(
    {
      path,
      body: given(body),
      principal,
      traceparent,
      address: audited.address,
      idempotencyKey: idempotencyKey ?? undefined,
    },
    shape,
  );
}

/** Places an order; a refusal is an answer with errors. */
export async function place(
  context: GatewayContext,
  workflow: string,
  order: {
    details: unknown;
    customerId?: string | null | undefined;
    contact?: ContactInput | null | undefined;
  },
  idempotencyKey: string | null | undefined,
): Promise<OrderResult> {
  const { details, customerId, contact } = order;
  const answer = await post(
    context,
    orderAnswer,
    [workflow, 'orders'],
    { details, customerId, contact: contact && given(contact) },
    idempotencyKey,
  );
  return resultOf(context, workflow, answer);
}

type OnOrder = { workflow: string; orderId: string; idempotencyKey?: string | null };

/** Sends a command on an order; the action is the last segment of order-api's path. */
async function act(
  context: GatewayContext,
  action: string,
  { workflow, orderId, idempotencyKey, ...fields }: OnOrder & Record<string, unknown>,
): Promise<OrderResult> {
  const path = [workflow, 'orders', orderId, action];
  const answer = await post(context, orderAnswer, path, fields, idempotencyKey);
  return resultOf(context, workflow, answer);
}

const pauseAnswer = z.object({
  paused: z.boolean(),
  reason: z.string().optional(),
  by: z.string().nullish(),
  at: z.string().optional(),
});

/** Pauses something or lets it go on; `verb` is the last segment of order-api's path. */
async function control(
  context: GatewayContext,
  about: readonly string[],
  verb: 'pause' | 'resume',
  input: { workflow: string; reason?: string; idempotencyKey?: string | null },
): Promise<{ pause: Pause | null; errors: ApiError[] }> {
  const { workflow, reason, idempotencyKey } = input;
  const path = [workflow, ...about, verb];
  const { body, errors } = await post(context, pauseAnswer, path, { reason }, idempotencyKey);
  const { reason: why, by = null, at } = body?.paused ? body : {};
  return { pause: why === undefined || at === undefined ? null : { reason: why, by, at }, errors };
}

/** Only a completion has an outcome. */
const onTicket = ({ outcome: _outcome, ...input }: TicketInput) => input;

/** Every change goes through order-api. */
export const mutations = {
  placeOrder: (_root, { input }, context) => place(context, input.workflow, input, input.idempotencyKey),
  claimTicket: (_root, { input }, context) => act(context, 'claim', onTicket(input)),
  releaseTicket: (_root, { input }, context) => act(context, 'release', onTicket(input)),
  completeTicket: (_root, { input }, context) => act(context, 'complete', input),
  recallTicket: (_root, { input }, context) => act(context, 'recall', onTicket(input)),
  failTicket: (_root, { input }, context) => act(context, 'fail', input),
  markOrder: (_root, { input }, context) => act(context, 'mark', input),
  cancelOrder: (_root, { input }, context) => act(context, 'cancel', input),
  resolveIncident: (_root, { input }, context) =>
    act(context, 'resolve', { ...input, action: input.action.toLowerCase() }),
  pauseStage: (_root, { input }, context) => control(context, ['stages', input.stage], 'pause', input),
  resumeStage: (_root, { input }, context) => control(context, ['stages', input.stage], 'resume', input),
  pauseIntake: (_root, { input }, context) => control(context, ['intake'], 'pause', input),
  resumeIntake: (_root, { input }, context) => control(context, ['intake'], 'resume', input),
  async discardRecord(_root, { input: { workflow, incidentId } }, context) {
    const path = [workflow, 'incidents', incidentId, 'discard'];
    const { body, errors } = await post(context, incidentAnswer, path, {});
    const key = incidentKeyOf(incidentId);
    const incident: OpenIncident | null =
      body && key !== undefined ? { kind: 'record', key, incident: body.incident } : null;
    return { incident, errors };
  },
} satisfies MutationResolvers;
