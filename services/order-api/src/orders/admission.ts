import { RequestFailure } from '../failures/request-failure.ts';
import type { Backlog } from './backlog.ts';

/** Decides whether one more command may be sent, and counts those whose reply is still to come. */
export type Admission = {
  /** Commands of all workflows that this process has sent and that have no reply yet. */
  readonly pending: number;
  /**
   * Counts one more pending command; each call needs one of `release`.
   * @throws RequestFailure TOO_MANY_PENDING or BACKLOG_TOO_LONG: it is better to come back later
   */
  admit(backlog: Backlog): void;
  /** The command has its reply, or its request waits no longer. */
  release(): void;
};

/** @param onShed called with the reason of each rejection, for metrics */
export function createAdmission(options: {
  maxPending: number;
  onShed: (reason: string) => void;
}): Admission {
  const { maxPending, onShed } = options;
  let pending = 0;
  return {
    get pending() {
      return pending;
    },
    admit(backlog) {
      if (pending >= maxPending) {
        onShed('pending');
        throw new RequestFailure('TOO_MANY_PENDING', {
          detail: `${maxPending} requests wait for their answers; try again.`,
        });
      }
      if (backlog.overloaded) {
        onShed('backlog');
        throw new RequestFailure('BACKLOG_TOO_LONG', {
          detail: `${backlog.commands} requests wait to be decided; try again later.`,
        });
      }
      pending += 1;
    },
    release() {
      pending -= 1;
    },
  };
}
