import type { Backlog, SubscriptionResolvers } from '../generated/resolvers.ts';
import { createTicker } from '../stats/ticker.ts';
import { workflowOf } from './asked-for.ts';
import { getOrThrow } from './context.ts';
import { requestError } from './errors.ts';
import { requireStaff } from './staff.ts';
import { admitOrThrow } from './subscriptions.ts';

type BacklogPayload = { cursor: string; backlog: Backlog };
const [minIntervalMs, maxIntervalMs] = [1000, 60_000];

/** `backlog`: whole every time, so nothing is queued and nothing resumed. */
export const backlogSubscription = {
  backlog: {
    subscribe(_root, { workflow: name, intervalMs }, context) {
      const { workflow, live } = workflowOf(context, name);
      requireStaff(context, workflow);
      const { caller } = context;
      const stats = getOrThrow(context.stats, workflow.name);
      const interval = checkedInterval(intervalMs ?? 5000);
      const leave = admitOrThrow(caller);
      const ticker = createTicker<BacklogPayload>({
        intervalMs: interval,
        async take() {
          const payload = { backlog: await stats.backlog(), cursor: live.feed.cursor() };
          caller.onPayload('backlog', payload);
          return payload;
        },
        onClose(reason) {
          leave();
          caller.onClose('backlog', reason, undefined);
        },
      });
      caller.onOpen('backlog', (reason) => ticker.close(reason));
      return ticker;
    },
    resolve: (payload: BacklogPayload) => payload,
  },
} satisfies SubscriptionResolvers;

function checkedInterval(ms: number): number {
  if (ms >= minIntervalMs && ms <= maxIntervalMs) return ms;
  throw requestError('BAD_REQUEST', `\`intervalMs\` must be ${minIntervalMs} to ${maxIntervalMs}.`);
}
