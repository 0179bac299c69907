import type { OrderHistoryQuery } from '../../generated/graphql.ts';
import { capitalised, stageOf, type Workflow } from '../../lib/orders/order.ts';
import type { IconName } from '../../ui/icon.tsx';

export type OrderEvent = NonNullable<OrderHistoryQuery['order']>['history']['events'][number];

export type EventWords = { icon: IconName; tone: 'plain' | 'good' | 'warn' | 'bad' | 'busy'; words: string };

/** An event as a line for people, in the workflow's own names. */
export const eventWords = (event: OrderEvent, workflow: Workflow): EventWords => {
  const stage = event.stage ?? '';
  const done = stageOf(workflow, stage)?.done ?? stage;
  switch (event.type) {
    case 'ORDER_PLACED':
      return { icon: 'plus', tone: 'plain', words: 'Placed' };
    case 'STAGE_STARTED':
      return { icon: 'working', tone: 'busy', words: `${capitalised(stage)} started` };
    case 'STAGE_CLAIMED':
      return { icon: 'claimed', tone: 'busy', words: `Claimed at ${stage}` };
    case 'STAGE_RELEASED':
      return { icon: 'waiting', tone: 'plain', words: `Given back at ${stage}` };
    case 'STAGE_REQUEUED':
      return { icon: 'waiting', tone: 'warn', words: `Put back into the queue of ${stage}, held too long` };
    case 'STAGE_COMPLETED':
      return {
        icon: 'done',
        tone: 'good',
        words: [
          `${capitalised(done)}${event.outcome ? `: ${event.outcome}` : ''}`,
          ...(event.next ? [`on to ${event.next}`] : []),
        ].join(', '),
      };
    case 'STAGE_RECALLED':
      return { icon: 'recalled', tone: 'warn', words: `Recalled to ${stage} from ${event.from ?? 'later'}` };
    case 'ORDER_MARKED':
      return { icon: 'arrow', tone: 'plain', words: markWords(event) };
    case 'ORDER_FINISHED':
      return { icon: 'done', tone: 'good', words: 'Finished' };
    case 'ORDER_CANCELLED':
      return { icon: 'cancelled', tone: 'bad', words: withReason('Cancelled', event.reason) };
    case 'ORDER_SCRAPPED':
      return { icon: 'scrapped', tone: 'bad', words: 'Scrapped: nothing more will happen' };
    case 'ORDER_REDRIVEN':
      return {
        icon: 'recalled',
        tone: 'warn',
        words: event.action === 'REWORK' ? `Reworked from ${stage} on` : `Tried again at ${stage}`,
      };
    case 'INCIDENT_OPENED':
      return { icon: 'incident', tone: 'bad', words: withReason(`Stopped at ${stage}`, event.reason) };
    case 'OTHER':
      return {
        icon: 'arrow',
        tone: 'plain',
        words: `Changed by a newer release: ${event.name ?? 'unnamed'}`,
      };
    default:
      return event.type satisfies never;
  }
};

const withReason = (words: string, reason: string | null): string => (reason ? `${words}: ${reason}` : words);

const markWords = ({ rushed, held }: OrderEvent): string => {
  const words = [
    ...(rushed === true ? ['moved to the front'] : rushed === false ? ['no longer in a hurry'] : []),
    ...(held === true ? ['put aside'] : held === false ? ['taken up again'] : []),
  ];
  return capitalised(words.join(', ') || 'marked');
};
