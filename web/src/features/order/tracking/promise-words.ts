import type { EstimateFieldsFragment } from '../../../generated/graphql.ts';
import { aheadWords, expectationWords } from '../../../lib/orders/expectation-words.ts';
import { capitalised, type Order, type Workflow } from '../../../lib/orders/order.ts';
import { statusWords } from '../../../lib/orders/status-words.ts';
import { spanWords, timeOfDay } from '../../../lib/time/format.ts';
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
  const promised = `Promised by ${timeOfDay(promisedAt, now, 'minutes')}.`;
  const stage = workflow.stages.find(({ name }) => name === order.stage);
  const { mark } = statusWords(order, stage);

  switch (order.status) {
    case 'FINISHED': {
      const early = promisedAt - updatedAt;
      const kept = early >= 0 ? `${spanWords(early)} before the promised time` : `${spanWords(-early)} late`;
      const done = capitalised(workflow.stages.findLast(({ retired }) => !retired)?.done ?? 'finished');
      return {
        headline: `${done} at ${timeOfDay(updatedAt, now)}, ${kept}.`,
        details: [],
        mark,
        tone: 'good',
      };
    }
    case 'CANCELLED':
      return { headline: `Cancelled at ${timeOfDay(updatedAt, now)}.`, details: [], mark, tone: 'plain' };
    case 'SCRAPPED':
      return {
        headline: `Given up at ${timeOfDay(updatedAt, now)}.`,
        details: ['The kitchen could not make it. Nothing more will happen.'],
        mark,
        tone: 'bad',
      };
    case 'INCIDENT':
      return {
        headline: `Stopped at “${order.stage}”: ${order.incident?.reason ?? 'something went wrong'}`,
        details: ['A person in the kitchen decides how it goes on.', lateness(promised, promisedAt, now)],
        mark,
        tone: 'bad',
      };
    case 'OPEN':
      break;
    default:
      return order.status satisfies never;
  }

  const doing =
    order.stageStatus === 'WAITING' ? 'Waiting for' : order.stageStatus === 'DONE' ? 'Past' : 'Now at';
  const words = expectationWords(estimate, now);
  const expected = words === undefined ? [] : [words];
  const queue = order.stageStatus === 'WAITING' ? aheadWords(estimate?.ahead ?? 0) : '';
  const headline = `${doing} “${order.stage}”${queue === '' ? '' : `, ${queue}`}.`;
  switch (state) {
    case 'late':
      return { headline, details: [lateness(promised, promisedAt, now), ...expected], mark, tone: 'bad' };
    case 'at-risk':
      return {
        headline,
        details: [`${promised} It will probably be later.`, ...expected],
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
  now > promisedAt ? `${promised} It is ${spanWords(now - promisedAt)} late; we are sorry.` : promised;
