import { type Order, shortNumber, type UserError } from '../orders/order.ts';
import { t } from '../texts/texts.ts';
import { word } from '../texts/workflow-words.ts';
import { timeOfDay } from '../time/format.ts';
import type { TicketCommand } from './command-queue.ts';

const titles = {
  complete: 'command.notComplete',
  claim: 'command.notClaim',
  release: 'command.notRelease',
  recall: 'command.notRecall',
  fail: 'command.notFail',
  mark: 'command.notMark',
} as const satisfies Record<TicketCommand['kind'], string>;

/** The title of a message about a command that failed. */
export const refusedTitle = (command: TicketCommand, order: Order): string =>
  t(titles[command.kind], { number: shortNumber(order.id) });

/**
 * Why a command was refused: who was faster, and where the order is now.
 * @param present the order as it is now, if that is known
 * @param stage the stage of the command
 */
export const refusedWords = (
  { code, message }: Pick<UserError, 'code' | 'message'>,
  present: Order | undefined,
  stage: string,
  now: number,
): string => {
  switch (code) {
    case 'CLAIMED':
      return present?.claimedBy ? t('command.claimedBy', { name: present.claimedBy }) : sentence(message);
    case 'NOT_AT_STAGE':
    case 'STALE':
    case 'CLOSED':
      return present ? whereabouts(present, stage, now) : sentence(message);
    case 'AT_INCIDENT':
      return t('command.atIncident', { reason: present?.incident?.reason ?? message });
    case 'FORBIDDEN':
      return t('command.forbidden', { message: sentence(message) });
    case 'NOT_FOUND':
      return t('command.notFound');
    case 'FAULT':
      return t('command.fault', { message: sentence(message) });
    default:
      return sentence(message);
  }
};

const whereabouts = (order: Order, stage: string, now: number): string => {
  if (order.status === 'CANCELLED' || order.status === 'SCRAPPED') {
    const time = timeOfDay(Date.parse(order.updatedAt), now);
    return t(order.status === 'CANCELLED' ? 'command.cancelledAt' : 'command.scrappedAt', { time });
  }
  const step = order.stages.find(({ name }) => name === stage);
  if (step?.completedAt) {
    const time = timeOfDay(Date.parse(step.completedAt), now);
    return t('command.faster', { name: step.by ?? t('command.somebody'), time });
  }
  if (step?.recalled && order.stage === stage) return t('command.recalledMeanwhile');
  return order.stage === stage
    ? t('command.changedMeanwhile')
    : t('command.elsewhere', { stage: word(order.stage) });
};

/** `bake has begun` -> `Bake has begun.` */
const sentence = (words: string): string => {
  const upper = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(upper) ? upper : `${upper}.`;
};
