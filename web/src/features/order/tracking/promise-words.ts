import type { EstimateFieldsFragment } from '../../../generated/graphql.ts';
import { expectationWords } from '../../../lib/orders/expectation-words.ts';
import { whereWords } from '../../../lib/orders/happening-words.ts';
import { capitalised, type Order, type Workflow } from '../../../lib/orders/order.ts';
import { statusWords } from '../../../lib/orders/status-words.ts';
import { t } from '../../../lib/texts/texts.ts';
import { word } from '../../../lib/texts/workflow-words.ts';
import { minuteWords, timeOfDay } from '../../../lib/time/format.ts';
import type { IconName } from '../../../ui/icon.tsx';
import type { Tone } from '../../../ui/mark.tsx';

export type PromiseWords = { headline: string; details: string[]; mark: IconName; tone: Tone };

/** The order's state for the customer, in sentences: where it is, what was promised, what to expect. */
export const promiseWords = (
  order: Order,
  workflow: Workflow,
  state: 'kept' | 'at-risk' | 'late',
  estimate: EstimateFieldsFragment | null | undefined,
  now: number,
): PromiseWords => {
  const promisedAt = Date.parse(order.promisedAt);
  const updatedAt = Date.parse(order.updatedAt);
  const promised = t('tracker.promised', { time: timeOfDay(promisedAt, now, 'minutes') });
  const stage = workflow.stages.find(({ name }) => name === order.stage);
  const { mark } = statusWords(order, stage);
  const at = timeOfDay(updatedAt, now, 'minutes');

  switch (order.status) {
    case 'FINISHED': {
      const early = promisedAt - updatedAt;
      const last = workflow.stages.findLast(({ retired }) => !retired);
      const done = last ? capitalised(word(last.done)) : t('tracker.finished');
      const headline =
        early >= 0
          ? t('tracker.finishedEarly', { done, time: at, span: minuteWords(early) })
          : t('tracker.finishedLate', { done, time: at, span: minuteWords(-early) });
      return { headline, details: [], mark, tone: 'good' };
    }
    case 'CANCELLED':
      return { headline: t('tracker.cancelledAt', { time: at }), details: [], mark, tone: 'plain' };
    case 'SCRAPPED':
      return {
        headline: t('tracker.scrappedAt', { time: at }),
        details: [t('tracker.scrappedWhy')],
        mark,
        tone: 'bad',
      };
    case 'INCIDENT': {
      const reason = order.incident?.reason ?? t('tracker.stoppedWhy');
      return {
        headline: t('tracker.stopped', { stage: word(order.stage), reason }),
        details: [t('tracker.stoppedNext'), lateness(promised, promisedAt, now)],
        mark,
        tone: 'bad',
      };
    }
    case 'OPEN':
      break;
    default:
      return order.status satisfies never;
  }

  const words = expectationWords(estimate, now);
  const expected = words === undefined ? [] : [words];
  const headline = whereWords(order, stage, estimate?.ahead ?? 0);
  switch (state) {
    case 'late':
      return { headline, details: [lateness(promised, promisedAt, now), ...expected], mark, tone: 'bad' };
    case 'at-risk':
      return {
        headline,
        details: [`${promised} ${t('tracker.probablyLater')}`, ...expected],
        mark,
        tone: 'warn',
      };
    case 'kept':
      return { headline, details: [promised, ...expected], mark, tone: 'busy' };
    default:
      return state satisfies never;
  }
};

const lateness = (promised: string, promisedAt: number, now: number): string =>
  now > promisedAt ? `${promised} ${t('tracker.late', { span: minuteWords(now - promisedAt) })}` : promised;
