import type { Order, Workflow } from '../orders/order.ts';
import { t } from '../texts/texts.ts';
import { word } from '../texts/workflow-words.ts';

const ended = {
  FINISHED: 'command.recallFinished',
  CANCELLED: 'command.recallCancelled',
  SCRAPPED: 'command.recallScrapped',
} as const;

/**
 * Why a stage's work can no longer be recalled, in words; undefined when it can. The server decides: this only keeps
 * buttons from offering what it would refuse.
 */
export const recallProblem = (
  order: Order,
  stage: string,
  workflow: Workflow,
  now: number,
): string | undefined => {
  if (order.status === 'INCIDENT') return t('command.recallIncident');
  if (order.status !== 'OPEN') return t(ended[order.status]);
  const index = order.stages.findIndex(({ name }) => name === stage);
  if (order.stage !== order.stages[index + 1]?.name) {
    return order.stage === stage
      ? t('command.recallBack')
      : t('command.recallAt', { stage: word(order.stage) });
  }
  if (order.stageStatus !== 'WAITING') return t('command.recallBegun', { stage: word(order.stage) });
  const done = order.stages[index]?.completedAt;
  const limit = workflow.recallForSeconds * 1_000;
  return done != null && now - Date.parse(done) > limit ? t('command.recallLate') : undefined;
};
