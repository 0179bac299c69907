import { randomUUID } from 'node:crypto';
import type { Api } from '../api/api.ts';
import { type Order, orderAnswer, ordersPage, pathsOf } from '../api/orders.ts';

/** An order of the shell: as REST has it, and what can be done with it. */
export type SavedOrder = Order & {
  cancel(reason?: string): Promise<SavedOrder>;
  reload(): Promise<SavedOrder>;
};

/** `Order` of the shell. */
export type Orders = {
  create(details: Record<string, unknown>): Promise<SavedOrder>;
  list(filter?: { status?: string; stage?: string; first?: number }): Promise<SavedOrder[]>;
  retrieve(id: string): Promise<SavedOrder>;
  /** Orders are not deleted: they are cancelled, while that is possible. */
  delete(id: string, reason?: string): Promise<SavedOrder>;
};

export function createOrders(api: Api, workflow: string): Orders {
  const paths = pathsOf(workflow);

  function saved(order: Order): SavedOrder {
    const own: Order = { ...order };
    Object.defineProperties(own, {
      cancel: { value: (reason?: string) => cancel(own.id, reason) },
      reload: { value: () => retrieve(own.id) },
      delete: { value: (reason?: string) => cancel(own.id, reason) },
    });
    return own as SavedOrder;
  }
  const send = async (path: string, body: unknown) =>
    saved((await api.send('POST', path, orderAnswer, { body, key: randomUUID() })).order);
  const cancel = (id: string, reason?: string) =>
    send(paths.action(id, 'cancel'), reason === undefined ? {} : { reason });
  const retrieve = async (id: string) => saved((await api.get(paths.order(id), orderAnswer)).order);

  return {
    create: (details) => send(paths.orders, { details }),
    async list(filter = {}) {
      const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)]));
      return (await api.get(`${paths.orders}?${query}`, ordersPage)).orders.map(saved);
    },
    retrieve,
    delete: cancel,
  };
}
