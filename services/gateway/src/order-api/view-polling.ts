import type { Logger } from '@cupcakery/kit/log';
import { startPolling } from '@cupcakery/kit/tools/poll';
import { type ViewAnswers, type ViewLag, viewLagsOf, viewsShape, withAnswer } from './view-answers.ts';

/** How far order-api's views are behind the log of orders, polled in the background. */
export type OrderApiViews = {
  /** Of a workflow, one of each replica that answers this gateway. */
  of(workflow: string): ViewLag[];
  stop(): void;
};

const pollMs = 2000;
const timeoutMs = 5000;

/** @param url order-api's, without a path */
export function startViewPolling(options: { url: string; log: Logger; now: () => number }): OrderApiViews {
  const { url, log, now } = options;
  let answers: ViewAnswers = new Map();

  const polling = startPolling({
    everyMs: pollMs,
    async request() {
      const response = await fetch(`${url}/views`, {
        // Each time another connection, behind which there may be another replica.
        headers: { connection: 'close' },
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) throw new Error(`order-api answered ${response.status}`);
      answers = withAnswer(answers, viewsShape.parse(await response.json()), now());
    },
    // An order-api of the release before has no such path; its views are unknown then.
    onFailure: (err) => log.warn({ err }, 'order-api does not report how far its views are'),
  });

  return {
    of: (workflow) => viewLagsOf(answers, workflow, now()),
    stop: polling.stop,
  };
}
