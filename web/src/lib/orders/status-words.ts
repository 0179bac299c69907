import { capitalised, type Order, presentStep, type Stage } from './order.ts';

/** Names an icon of `ui/icon.tsx` as well. */
export type StatusMark = 'waiting' | 'working' | 'claimed' | 'incident' | 'done' | 'cancelled' | 'scrapped';

export type StatusWords = { mark: StatusMark; words: string; by?: string };

/** The state of an order in a word or two, from the workflow's own names. */
export const statusWords = (order: Order, stage: Stage | undefined): StatusWords => {
  const by = presentStep(order)?.by;
  const who = by ? { by } : {};
  switch (order.status) {
    case 'INCIDENT':
      return { mark: 'incident', words: 'Stopped' };
    case 'CANCELLED':
      return { mark: 'cancelled', words: 'Cancelled' };
    case 'SCRAPPED':
      return { mark: 'scrapped', words: 'Scrapped' };
    case 'FINISHED': {
      const last = order.stages.at(-1);
      return {
        mark: 'done',
        words: capitalised(stage?.done ?? 'done'),
        ...(last?.by ? { by: last.by } : {}),
      };
    }
    case 'OPEN':
      break;
    default:
      return order.status satisfies never;
  }
  if (order.stageStatus === 'CLAIMED') {
    return { mark: 'claimed', words: 'Claimed', ...(order.claimedBy ? { by: order.claimedBy } : {}) };
  }
  return order.stageStatus === 'STARTED'
    ? { mark: 'working', words: 'In work', ...who }
    : { mark: 'waiting', words: 'Waiting' };
};
