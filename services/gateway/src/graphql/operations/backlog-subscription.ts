import type { Backlog } from '../../stats/backlog.ts';
import { createTicker } from '../../stream/ticker.ts';
import { getOrThrow } from '../context/context.ts';
import type { SubscriptionResolvers } from '../generated/resolvers.ts';
import { workflowOf } from '../request/arguments.ts';
import { requestError } from '../request/errors.ts';
import { admitOrThrow } from './subscriptions.ts';

type BacklogPayload = { cursor: string; backlog: Backlog };
const [minIntervalMs, maxIntervalMs] = [1000, 60_000];

/** `backlog`: each payload is complete, so nothing is queued or resumed. */
export const backlogSubscription = {
  backlog: {
    subscribe(_root, { workflow: name, intervalMs }, context, info) {
      const { workflow, live } = workflowOf(context, name);
      const { caller } = context;
      const stats = getOrThrow(context.stats, workflow.name);
      const interval = checkedInterval(intervalMs ?? 5000);
      const release = admitOrThrow(caller, context.params, info);
      const ticker = createTicker<BacklogPayload>({
        intervalMs: interval,
        async produce() {
          const payload = { backlog: await stats.backlog(), cursor: live.feed.cursor() };
          caller.onPayload('backlog', payload);
          return payload;
        },
        onClose(reason) {
          release();
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
