import type { OrderHistoryQuery } from '../../generated/graphql.ts';
import { capitalised, stageOf, type Workflow } from '../../lib/orders/order.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import type { IconName } from '../../ui/icon.tsx';

export type OrderEvent = NonNullable<OrderHistoryQuery['order']>['history']['events'][number];

export type EventWords = { icon: IconName; tone: 'plain' | 'good' | 'warn' | 'bad' | 'busy'; words: string };

/** An event as a line for people, in the workflow's own names. */
export const eventWords = (event: OrderEvent, workflow: Workflow): EventWords => {
  const found = stageOf(workflow, event.stage ?? '');
  const stage = word(event.stage ?? '');
  switch (event.type) {
    case 'ORDER_PLACED':
      return { icon: 'plus', tone: 'plain', words: t('event.placed') };
    case 'STAGE_STARTED': {
      const doing = capitalised(word(found?.doing ?? event.stage ?? ''));
      return { icon: 'working', tone: 'busy', words: t('event.started', { doing }) };
    }
    case 'STAGE_CLAIMED':
      return { icon: 'claimed', tone: 'busy', words: t('event.claimed', { stage }) };
    case 'STAGE_RELEASED':
      return { icon: 'waiting', tone: 'plain', words: t('event.released', { stage }) };
    case 'STAGE_REQUEUED':
      return { icon: 'waiting', tone: 'warn', words: t('event.requeued', { stage }) };
    case 'STAGE_COMPLETED':
      return { icon: 'done', tone: 'good', words: completionWords(event, workflow) };
    case 'STAGE_RECALLED': {
      const { from } = event;
      const words = from
        ? t('event.recalled', { stage, from: word(from) })
        : t('event.recalledLater', { stage });
      return { icon: 'recalled', tone: 'warn', words };
    }
    case 'ORDER_MARKED':
      return { icon: 'arrow', tone: 'plain', words: markWords(event) };
    case 'ORDER_FINISHED':
      return { icon: 'done', tone: 'good', words: t('event.finished') };
    case 'ORDER_CANCELLED':
      return { icon: 'cancelled', tone: 'bad', words: withReason(t('event.cancelled'), event.reason) };
    case 'ORDER_SCRAPPED':
      return { icon: 'scrapped', tone: 'bad', words: t('event.scrapped') };
    case 'ORDER_REDRIVEN': {
      const words = t(event.action === 'REWORK' ? 'event.reworked' : 'event.retried', { stage });
      return { icon: 'recalled', tone: 'warn', words };
    }
    case 'INCIDENT_OPENED':
      return {
        icon: 'incident',
        tone: 'bad',
        words: withReason(t('event.stopped', { stage }), event.reason),
      };
    case 'OTHER':
      return {
        icon: 'arrow',
        tone: 'plain',
        words: t('event.other', { name: event.name ?? t('event.unnamed') }),
      };
    default:
      return event.type satisfies never;
  }
};

const completionWords = ({ stage, outcome, next }: OrderEvent, workflow: Workflow): string => {
  const done = capitalised(word(stageOf(workflow, stage ?? '')?.done ?? stage ?? ''));
  const words = outcome ? t('event.completedOutcome', { done, outcome: word(outcome) }) : done;
  return next ? t('event.onTo', { words, next: word(next) }) : words;
};

const withReason = (words: string, reason: string | null): string =>
  reason ? t('event.reason', { words, reason }) : words;

const markWords = ({ rushed, held }: OrderEvent): string => {
  const words = [
    ...(rushed === null ? [] : [t(rushed ? 'event.rushed' : 'event.unrushed')]),
    ...(held === null ? [] : [t(held ? 'event.held' : 'event.unheld')]),
  ];
  return capitalised(words.join(', ') || t('event.marked'));
};

const screenPrefix = 'board:';

/** The id of the wall screen at which it was done by somebody who gave a code there. */
export const screenOf = ({ actor }: Pick<OrderEvent, 'actor'>): string | undefined =>
  actor?.via?.startsWith(screenPrefix) ? actor.via.slice(screenPrefix.length) : undefined;

/**
 * Who it was: a name that was given for somebody else comes with the person that was signed in, one of a code with the
 * wall screen.
 * @param screenNames by id, of those that there still are
 */
export const personWords = (
  event: Pick<OrderEvent, 'by' | 'actor'>,
  screenNames: ReadonlyMap<string, string>,
): string => {
  const { by, actor } = event;
  const screen = screenOf(event);
  if (screen !== undefined) {
    const known = screenNames.get(screen);
    return known === undefined
      ? t('history.atSomeScreen', { name: by })
      : t('history.atScreen', { name: by, screen: known });
  }
  if (by === 'customer') return t('history.customer');
  return actor?.via ? t('history.enteredBy', { name: by, person: actor.sub }) : by;
};
