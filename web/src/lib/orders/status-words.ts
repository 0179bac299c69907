import { t } from '../texts/texts.ts';
import { word } from '../texts/workflow-words.ts';
import { capitalised, type Order, presentStep, type Stage } from './order.ts';

/** Names an icon of `ui/icon.tsx` as well. */
export type StatusMark = 'waiting' | 'working' | 'claimed' | 'incident' | 'done' | 'cancelled' | 'scrapped';

export type StatusWords = { mark: StatusMark; words: string; by?: string };

/** How its customer takes the state of an order. */
export const customerTone = ({ status }: Pick<Order, 'status'>): 'good' | 'busy' | 'bad' =>
  status === 'FINISHED' ? 'good' : status === 'OPEN' ? 'busy' : 'bad';

/** The state of an order in a word or two, from the workflow's own names. */
export const statusWords = (order: Order, stage: Stage | undefined): StatusWords => {
  const by = presentStep(order)?.by;
  const who = by ? { by } : {};
  switch (order.status) {
    case 'INCIDENT':
      return { mark: 'incident', words: t('status.incident') };
    case 'CANCELLED':
      return { mark: 'cancelled', words: t('status.cancelled') };
    case 'SCRAPPED':
      return { mark: 'scrapped', words: t('status.scrapped') };
    case 'FINISHED': {
      const last = order.stages.at(-1);
      return {
        mark: 'done',
        words: stage ? capitalised(word(stage.done)) : t('status.done'),
        ...(last?.by ? { by: last.by } : {}),
      };
    }
    case 'OPEN':
      break;
    default:
      return order.status satisfies never;
  }
  if (order.stageStatus === 'CLAIMED') {
    return {
      mark: 'claimed',
      words: t('status.claimed'),
      ...(order.claimedBy ? { by: order.claimedBy } : {}),
    };
  }
  return order.stageStatus === 'STARTED'
    ? { mark: 'working', words: t('status.working'), ...who }
    : { mark: 'waiting', words: t('status.waiting') };
};
