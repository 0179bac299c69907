import type { Principal } from '@cupcakery/kit/auth/principal';
import type { CatchUp } from '@cupcakery/kit/commands/catch-up';
import { sightOf } from '@cupcakery/workflow/access/visibility';
import type { CommandOf } from '@cupcakery/workflow/contracts/command';
import type { Order } from '@cupcakery/workflow/contracts/order';
import type { Reply } from '@cupcakery/workflow/contracts/records';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { RequestFailure } from '../failures/request-failure.ts';
import type { DiscardRecord } from '../incidents/discard-record.ts';
import type { OrderReads } from '../views/order-reads.ts';
import type { ActAs } from './actor.ts';
import { asPlaced } from './as-placed.ts';
import {
  type ActionFields,
  actionCommand,
  type CommandSource,
  type NewOrder,
  placeCommand,
} from './build-command.ts';
import type { ControlService } from './control-service.ts';
import type { DailyLimits } from './limits/daily-limits.ts';
import { refused } from './refused.ts';
import type { Submit } from './submit.ts';

/** What every request that changes something brings along. */
export type RequestContext = CommandSource & { traceparent: string | undefined };

/** The result of a request; `pending`: Kafka has the command, the decision takes longer than the bound. */
export type Placed =
  | { orderId: string; pending: true }
  | { orderId: string; order: Order; replayed: boolean };
export type Changed = { orderId: string; pending: true } | { orderId: string; order: Order };

/**
 * The use cases of one workflow's orders, whatever API they are called through. All throw RequestFailure. Roles are
 * checked by the caller; whether the caller may see an order at all is checked here and by the decider, and every order that
 * is returned is as the caller may see it.
 */
export type OrdersService = {
  readonly workflow: Workflow;
  readonly reads: OrderReads;
  /** Places an order. Nothing is sent for details that do not fit (DETAILS_INVALID), or above a limit (DAILY_LIMIT). */
  place(context: RequestContext, order: NewOrder): Promise<Placed>;
  act(context: RequestContext, orderId: string, fields: ActionFields, actAs?: ActAs): Promise<Changed>;
  /** The order if the caller may see it, else NOT_FOUND; reads on from Kafka once if the view does not have it. */
  find(principal: Principal, orderId: string): Promise<Order>;
  readonly discard: DiscardRecord;
  readonly control: ControlService;
};

/** Longer texts are no order ids: commands have no room for them. */
const maxIdLength = 200;

/** @param options.partitionOfOrder of the workflow's topics */
export function createOrdersService(options: {
  workflow: Workflow;
  reads: OrderReads;
  submit: Submit;
  dailyLimits: DailyLimits;
  catchUp: CatchUp;
  partitionOfOrder: (orderId: string) => number;
  discard: DiscardRecord;
  control: ControlService;
}): OrdersService {
  const { workflow, reads, submit, dailyLimits, catchUp, partitionOfOrder, discard, control } = options;

  async function findCurrent(orderId: string): Promise<Order | undefined> {
    const known = reads.get(orderId);
    if (known || orderId.length > maxIdLength) return known;
    await catchUp(partitionOfOrder(orderId));
    return reads.get(orderId);
  }

  /** The order after an accepted command. The processor drops the details of closed orders before the view does. */
  async function orderAfter(reply: Reply): Promise<Order> {
    if (reply.code !== undefined) throw refused(reply, reply.code);
    if (reply.order) reads.rememberUntilViewCatchesUp(reply.order);
    const order = reply.order ?? (await findCurrent(reply.orderId));
    if (order) return order;
    throw new RequestFailure('ARCHIVED', {
      detail: `The request was carried out before, on order ${reply.orderId}.`,
    });
  }

  /**
   * Counts an order for its customer's day. `over`: it is more than the limit, and yet has to be sent: if its key placed an
   * order before, that is the answer, as when no orders are taken.
   */
  function reserve(command: CommandOf<'place'>): { release(): void; over?: RequestFailure } {
    try {
      return { release: dailyLimits.reserve(command.customerId ?? command.by.name, command.details) };
    } catch (error) {
      if (!(error instanceof RequestFailure) || command.keyHash === undefined) throw error;
      return command.intakePaused === undefined ? { release() {}, over: error } : { release() {} };
    }
  }

  const shown = (principal: Principal, order: Order) => sightOf(principal, workflow).show(order);

  return {
    workflow,
    reads,
    discard,
    control,
    async place(context, newOrder) {
      const command = placeCommand(workflow, context, newOrder, control.pauses.of('intake')?.reason);
      const { orderId } = command;
      const { release, over } = reserve(command);
      const sent = over ? { ...command, intakePaused: over.message } : command;
      let order: Order;
      try {
        const reply = await submit(sent, context.traceparent);
        if (reply === 'pending') return { orderId, pending: true };
        if (over && reply.code === 'INTAKE_PAUSED') throw over;
        order = await orderAfter(reply);
        // Before the reservation ends: the view sees the order a moment later.
        dailyLimits.count(order);
      } finally {
        release();
      }
      return {
        orderId: order.id,
        order: shown(context.principal, asPlaced(order)),
        replayed: order.id !== orderId,
      };
    },

    async act(context, orderId, fields, actAs) {
      if (orderId.length > maxIdLength) throw noSuchOrder(orderId);
      const command = actionCommand(workflow, context, { orderId, fields, actAs });
      const reply = await submit(command, context.traceparent);
      if (reply === 'pending') return { orderId, pending: true };
      return { orderId, order: shown(context.principal, await orderAfter(reply)) };
    },

    async find(principal, orderId) {
      const order = await findCurrent(orderId);
      const sight = sightOf(principal, workflow);
      if (order && sight.mayRead(order)) return sight.show(order);
      throw noSuchOrder(orderId);
    },
  };
}

/** No order of that id, or none that the caller may see: the two must look alike. */
function noSuchOrder(orderId: string): RequestFailure {
  return new RequestFailure('NOT_FOUND', { detail: `there is no order ${orderId.slice(0, maxIdLength)}` });
}
