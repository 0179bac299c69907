import { Problem } from '@cupcakery/kit/http/problem';
import type { Backlog } from './backlog.ts';

/** Decides whether one more command may be sent. */
export type Admission = {
  /** Commands of all workflows that this process has sent and not answered yet. */
  pending: number;
  /** Throws Problem 429 or 503, both with Retry-After, when it is better to come back later. */
  check(backlog: Backlog): void;
};

/** @param onShed told the reason of each refusal, for metrics */
export function createAdmission(options: {
  maxPending: number;
  onShed: (reason: string) => void;
}): Admission {
  const { maxPending, onShed } = options;
  return {
    pending: 0,
    check(backlog) {
      if (this.pending >= maxPending) {
        onShed('pending');
        throw new Problem({
          status: 429,
          code: 'TOO_MANY_REQUESTS',
          title: 'Too many requests at once',
          detail: `${maxPending} requests wait for their answers; try again.`,
          retryAfter: 1,
        });
      }
      if (backlog.overloaded) {
        onShed('backlog');
        throw new Problem({
          status: 503,
          code: 'OVERLOADED',
          title: 'The kitchen cannot keep up',
          detail: `${backlog.commands} requests wait to be decided; try again later.`,
          retryAfter: 5,
        });
      }
    },
  };
}
