import { t } from '../texts/texts.ts';
import { word } from '../texts/workflow-words.ts';
import { capitalised, type Order, type Stage, stageOf, type Workflow } from './order.ts';

/**
 * Where an open order is, as a sentence: on hold, in a queue with so many ahead, being worked on, or past a stage.
 * @param ahead how many orders are before it where it waits; 0 also where that is not known
 */
export const whereWords = (order: Order, stage: Stage | undefined, ahead: number): string => {
  const doing = stage?.doing == null ? undefined : word(stage.doing);
  const what = doing ?? t('tracker.quoted', { text: word(order.stage) });
  if (order.held) return t('tracker.held', { doing: what });
  if (order.stageStatus === 'WAITING') {
    return ahead === 0
      ? t('tracker.queue', { doing: what })
      : t('tracker.queueBehind', { doing: what, count: ahead });
  }
  if (order.stageStatus === 'DONE' && stage)
    return t('tracker.past', { done: capitalised(word(stage.done)) });
  return doing === undefined
    ? t('tracker.nowAt', { stage: word(order.stage) })
    : t('tracker.now', { doing: capitalised(doing) });
};

/** What happens to an order now, for the person who placed it: no names and no inside words. */
export const happeningWords = (order: Order, workflow: Workflow, ahead: number): string => {
  const stage = stageOf(workflow, order.stage);
  switch (order.status) {
    case 'INCIDENT':
      return t('happening.incident');
    case 'CANCELLED':
      return t('happening.cancelled');
    case 'SCRAPPED':
      return t('happening.scrapped');
    case 'FINISHED':
      return t('tracker.past', { done: stage ? capitalised(word(stage.done)) : t('tracker.finished') });
    case 'OPEN':
      return whereWords(order, stage, ahead);
    default:
      return order.status satisfies never;
  }
};
