import { type Order, shortNumber, type UserError } from '../orders/order.ts';
import { timeOfDay } from '../time/format.ts';
import type { TicketCommand } from './command-queue.ts';

const infinitives: Record<TicketCommand['kind'], string> = {
  complete: 'Not finished',
  claim: 'Not taken',
  release: 'Not given back',
  recall: 'Not recalled',
  fail: 'Not stopped',
  mark: 'Not marked',
};

/** The title of a message about a command that failed. */
export const refusedTitle = (command: TicketCommand, order: Order): string =>
  `${infinitives[command.kind]}: ${shortNumber(order.id)}`;

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
      return present?.claimedBy ? `${present.claimedBy} has taken it.` : sentence(message);
    case 'NOT_AT_STAGE':
    case 'STALE':
    case 'CLOSED':
      return present ? whereabouts(present, stage, now) : sentence(message);
    case 'AT_INCIDENT':
      return `It stopped: ${present?.incident?.reason ?? message}. The incident must be resolved first.`;
    case 'FORBIDDEN':
      return `Your role does not allow it. ${sentence(message)}`;
    case 'NOT_FOUND':
      return 'There is no such order any more.';
    case 'FAULT':
      return `The server made a mistake: ${sentence(message)}`;
    default:
      return sentence(message);
  }
};

const whereabouts = (order: Order, stage: string, now: number): string => {
  if (order.status === 'CANCELLED' || order.status === 'SCRAPPED') {
    return `It was ${order.status.toLowerCase()} at ${timeOfDay(Date.parse(order.updatedAt), now)}.`;
  }
  const step = order.stages.find(({ name }) => name === stage);
  if (step?.completedAt) {
    return `${step.by ?? 'Somebody'} was faster: done at ${timeOfDay(Date.parse(step.completedAt), now)}.`;
  }
  if (step?.recalled && order.stage === stage) return 'It was recalled meanwhile; look at it again.';
  return order.stage === stage ? 'It changed meanwhile; look at it again.' : `It is at ${order.stage} now.`;
};

/** `bake has begun` -> `Bake has begun.` */
const sentence = (words: string): string => {
  const upper = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(upper) ? upper : `${upper}.`;
};
