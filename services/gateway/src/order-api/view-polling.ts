import type { ServiceFetch } from '@cupcakery/kit/auth/service-client';
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

/**
 * @param options.url order-api's, without a path
 * @param options.request undefined where order-api would refuse it: then nothing is known
 */
export function startViewPolling(options: {
  url: string;
  request: ServiceFetch | undefined;
  log: Logger;
  now: () => number;
}): OrderApiViews {
  const { url, request, log, now } = options;
  let answers: ViewAnswers = new Map();

  const polling =
    request &&
    startPolling({
      everyMs: pollMs,
      async request() {
        const response = await request(`${url}/views`, {
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
    stop: () => polling?.stop(),
  };
}
