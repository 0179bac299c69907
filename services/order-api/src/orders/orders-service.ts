import { randomUUID } from 'node:crypto';
import type { Principal } from '@cupcakery/kit/auth/principal';
import { Problem } from '@cupcakery/kit/http/problem';
import type { Command, CommandOf } from '@cupcakery/workflow/contracts/command';
import { hashOf, keyHashOf, newOrderId } from '@cupcakery/workflow/contracts/identity';
import type { Order } from '@cupcakery/workflow/contracts/order';
import type { Reply } from '@cupcakery/workflow/contracts/records';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { actorOf, identityOf, mayRead, requireCustomerOrStaff } from '../http/request/access.ts';
import { noSuchOrder, refusalProblem } from '../http/request/problem-table.ts';
import type { DiscardRecord } from '../incidents/discard-record.ts';
import type { OrderReads } from '../views/order-reads.ts';
import { asPlaced } from './as-placed.ts';
import { canonicalJson } from './canonical-json.ts';
import type { CatchUp } from './catch-up.ts';
import type { Submit } from './submit.ts';

/** What every request that changes something brings along. */
export type RequestContext = {
  principal: Principal;
  idempotencyKey: string | undefined;
  traceparent: string | undefined;
};

/** The answer to a request; `pending`: Kafka has it, the decision takes longer than the bound. */
export type Placed =
  | { orderId: string; pending: true }
  | { orderId: string; order: Order; replayed: boolean };
export type Changed = { orderId: string; pending: true } | { orderId: string; order: Order };

type Fields<T extends Command['type']> = Omit<CommandOf<T>, 'id' | 'orderId' | 'by' | 'bodyHash'>;
/** What a person may do to an order that exists. */
export type ActionFields = Exclude<
  { [T in Command['type']]: Fields<T> }[Command['type']],
  { type: 'place' | 'start' | 'requeue' }
>;

/** Takes the requests on the orders of one workflow, whatever paths and names they came under. */
export type OrdersService = {
  readonly workflow: Workflow;
  readonly reads: OrderReads;
  /**
   * Places an order. Throws Problem 400 for details that do not fit (nothing is sent), 403, and what `Submit` and
   * the table of refusals say.
   * @param pointerOf turns a JSON pointer below the details into one into the request's body
   */
  place(
    asking: RequestContext,
    details: Record<string, unknown>,
    pointerOf: (field: string) => string,
  ): Promise<Placed>;
  /** Does something to an order. The caller's right to it has been checked, except to see the order at all. */
  act(asking: RequestContext, orderId: string, fields: ActionFields, as?: string): Promise<Changed>;
  /** The order if the caller may see it; asks Kafka once when the view does not know it. Throws Problem 404. */
  find(principal: Principal, orderId: string): Promise<Order>;
  readonly discard: DiscardRecord;
};

/** @param partitionOfOrder of the workflow's topics */
export function createOrdersService(options: {
  workflow: Workflow;
  reads: OrderReads;
  submit: Submit;
  catchUp: CatchUp;
  partitionOfOrder: (orderId: string) => number;
  discard: DiscardRecord;
}): OrdersService {
  const { workflow, reads, submit, catchUp, partitionOfOrder, discard } = options;

  async function findCurrent(orderId: string): Promise<Order | undefined> {
    const known = reads.get(orderId);
    if (known || orderId.length > 200) return known;
    await catchUp(partitionOfOrder(orderId));
    return reads.get(orderId);
  }

  /** The processor forgets the details of closed orders before the view does. */
  async function orderAfter(reply: Reply): Promise<Order> {
    if (reply.order) reads.rememberUntilViewCatchesUp(reply.order);
    const order = reply.order ?? (await findCurrent(reply.orderId));
    if (order) return order;
    throw new Problem({
      status: 410,
      code: 'ARCHIVED',
      title: 'The order is closed and no longer kept here',
      detail: `The request was carried out before, on order ${reply.orderId}.`,
    });
  }

  return {
    workflow,
    reads,
    discard,
    async place({ principal, idempotencyKey, traceparent }, details, pointerOf) {
      requireCustomerOrStaff(principal, workflow);
      const errors = workflow.checkDetails(details);
      if (errors.length > 0) {
        throw detailsProblem(errors.map(({ field, detail }) => ({ pointer: pointerOf(field), detail })));
      }
      const customerId = identityOf(principal);
      const keyHash =
        idempotencyKey === undefined ? undefined : keyHashOf(workflow.name, customerId, idempotencyKey);
      const orderId = idFor(details, keyHash, pointerOf);
      const reply = await submit(
        {
          // Not derived from the key: what dedupes is the key's hash, and each request wants a reply of its own.
          id: randomUUID(),
          type: 'place',
          orderId,
          by: actorOf(principal, workflow),
          details,
          customerId,
          ...(keyHash === undefined ? {} : { keyHash, bodyHash: hashOf(canonicalJson(details)) }),
        },
        traceparent,
      );
      if (reply === 'pending') return { orderId, pending: true };
      if (reply.code !== undefined) throw refusalProblem(reply.code, reply, pointerOf);
      const order = await orderAfter(reply);
      return { orderId: order.id, order: asPlaced(order), replayed: order.id !== orderId };
    },

    async act({ principal, idempotencyKey, traceparent }, orderId, fields, as) {
      if (orderId.length > 200) throw noSuchOrder(orderId);
      const { name } = workflow;
      const command: Command = {
        ...fields,
        id:
          idempotencyKey === undefined
            ? randomUUID()
            : // The order as well: memory is kept per order, and a reply is known by this id alone.
              hashOf(name, identityOf(principal), orderId, idempotencyKey),
        orderId,
        by: actorOf(principal, workflow, as),
        ...(idempotencyKey === undefined ? {} : { bodyHash: hashOf(canonicalJson({ ...fields, as })) }),
      };
      const reply = await submit(command, traceparent);
      if (reply === 'pending') return { orderId, pending: true };
      if (reply.code !== undefined) throw refusalProblem(reply.code, reply);
      return { orderId, order: await orderAfter(reply) };
    },

    async find(principal, orderId) {
      const order = await findCurrent(orderId);
      if (order && mayRead(principal, workflow, order)) return order;
      throw noSuchOrder(orderId);
    },
  };

  function idFor(
    details: Record<string, unknown>,
    keyHash: string | undefined,
    pointerOf: (field: string) => string,
  ): string {
    try {
      return newOrderId(workflow, details, keyHash);
    } catch (error) {
      if (!(error instanceof RangeError) || !workflow.partitionBy) throw error;
      const pointer = pointerOf(`/${workflow.partitionBy.field}`);
      const values = Object.keys(workflow.partitionBy.values).join(', ');
      throw detailsProblem([{ pointer, detail: `must be one of ${values}` }]);
    }
  }
}

function detailsProblem(errors: { pointer: string; detail: string }[]): Problem {
  return new Problem({
    status: 400,
    code: 'INVALID_FIELDS',
    title: 'The order does not fit',
    detail: 'Nothing was ordered. See `errors` for each field.',
    errors,
  });
}
