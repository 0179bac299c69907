import type { Principal } from '@cupcakery/kit/auth/principal';
import type { TrackerLink } from '@cupcakery/workflow/contracts/staff';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { RequestFailure } from '../failures/request-failure.ts';
import { type Issued, issue, requireRoom, type StaffContext, writerOf } from './issue.ts';

/** Links by which anyone who has them can follow an order. Rights are checked by the caller; throws RequestFailure. */
export type Links = {
  create(principal: Principal, workflow: Workflow, orderId: string): Promise<Issued<TrackerLink>>;
  of(workflow: Workflow, orderId: string): TrackerLink[];
  /** Throws NO_SUCH_LINK. */
  revoke(principal: Principal, workflow: Workflow, orderId: string, id: string): Promise<TrackerLink>;
};

const lifeMs = 7 * 86_400_000;
const maxLinksOfOrder = 20;

export function createLinks({ store, now }: StaffContext): Links {
  const { view } = store;
  return {
    async create(principal, workflow, orderId) {
      const count = view.links(workflow.name, orderId, now()).length;
      requireRoom(store, count, maxLinksOfOrder, 'links to this order');
      const { fields, token } = issue('link', { principal, workflow: workflow.name, lifeMs, now: now() });
      const record: TrackerLink = { ...fields, orderId };
      await store.put(record, writerOf(principal));
      return { record, token };
    },
    of: (workflow, orderId) => view.links(workflow.name, orderId, now()),
    async revoke(principal, workflow, orderId, id) {
      const link = view.link(id, now());
      if (link?.workflow !== workflow.name || link.orderId !== orderId) {
        throw new RequestFailure('NO_SUCH_LINK');
      }
      await store.remove(`link/${id}`, writerOf(principal));
      return link;
    },
  };
}
