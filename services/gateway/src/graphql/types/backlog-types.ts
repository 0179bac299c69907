import type { ViewLag } from '../../order-api/view-answers.ts';
import { getOrThrow } from '../context/context.ts';
import type { OrderView, Resolvers } from '../generated/resolvers.ts';

/** Resolvers of `Backlog`; a field without one is the property of the same name. */
export const backlogTypes: Pick<Resolvers, 'Backlog'> = {
  Backlog: {
    views({ workflow }, _args, { feeds, orderApiViews, replica }) {
      const lag = getOrThrow(feeds, workflow).readLag();
      const own: ViewLag = {
        replica,
        offsetsBehind: lag?.offsets ?? null,
        secondsBehind: lag?.seconds ?? null,
        measuredAt: lag?.measuredAt ?? null,
      };
      return [viewOf('gateway', own), ...orderApiViews.of(workflow).map((view) => viewOf('order-api', view))];
    },
  },
};

function viewOf(service: string, { measuredAt, ...view }: ViewLag): OrderView {
  return { service, ...view, measuredAt: measuredAt === null ? null : new Date(measuredAt).toISOString() };
}
