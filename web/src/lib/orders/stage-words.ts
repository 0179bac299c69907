import { aheadWords } from './expectation-words.ts';
import { capitalised, type Order, type Workflow } from './order.ts';

/** What is done at a stage, from its verb: `bake` -> `baking`, `chop` -> `chopping`, `mix` -> `mixing`. */
export const gerund = (verb: string): string => {
  if (/[^aeio]e$/.test(verb)) return `${verb.slice(0, -1)}ing`;
  // A short vowel in the only syllable doubles the consonant after it; w, x and y never do.
  const doubled = /^[^aeiou]*[aeiou][bdfgklmnprstvz]$/.test(verb) ? verb.slice(-1) : '';
  return `${verb}${doubled}ing`;
};

/**
 * What happens to an order now, for the person who placed it: no names and no inside words.
 * @param ahead how many orders are before it where it waits; undefined: not known
 */
export const happeningWords = (order: Order, workflow: Workflow, ahead: number | undefined): string => {
  const stage = workflow.stages.find(({ name }) => name === order.stage);
  const doing = gerund(stage?.verb ?? order.stage);
  switch (order.status) {
    case 'INCIDENT':
      return 'Stopped: a person in the kitchen decides what happens next';
    case 'CANCELLED':
      return 'Cancelled';
    case 'SCRAPPED':
      return 'Given up: the kitchen could not make it';
    case 'FINISHED':
      return capitalised(stage?.done ?? 'done');
    case 'OPEN':
      break;
    default:
      return order.status satisfies never;
  }
  if (order.held) return `On hold before ${doing}`;
  if (order.stageStatus !== 'WAITING') return `${capitalised(doing)} now`;
  const queue = ahead === undefined ? '' : aheadWords(ahead);
  return `In the queue for ${doing}${queue === '' ? '' : ` (${queue})`}`;
};
