import type { CommandFailureCode } from './failure-of.ts';

/** How a failure is answered over HTTP; `code` is the public one where it differs. */
export type CommandProblem = {
  status: number;
  title: string;
  code?: string;
  detail?: string;
  /** Seconds. */
  retryAfter?: number;
};

/** What a service calls things: titles, and the detail of what is too large. */
export type ProblemWords = Record<'overloaded' | 'unavailable' | 'unknown' | 'tooLarge', string>;

/**
 * The answers to a command that may not have been carried out: the same of every service, in its own words.
 * @param words `overloaded`: the processor cannot keep up; `unavailable`: nothing can be changed; `unknown`: the view cannot
 * tell whether there is such a thing
 */
export function commandProblems(words: ProblemWords): Record<CommandFailureCode, CommandProblem> {
  const { overloaded, unavailable, unknown, tooLarge } = words;
  return {
    TOO_MANY_PENDING: {
      status: 429,
      code: 'TOO_MANY_REQUESTS',
      title: 'Too many requests at once',
      retryAfter: 1,
    },
    BACKLOG_TOO_LONG: { status: 503, code: 'OVERLOADED', title: overloaded, retryAfter: 5 },
    KAFKA_UNAVAILABLE: {
      status: 503,
      code: 'UNAVAILABLE',
      title: unavailable,
      detail: 'Kafka does not answer. Repeat the request with the same Idempotency-Key: it counts once.',
      retryAfter: 5,
    },
    TOO_LARGE: { status: 413, title: 'The request is too large', detail: tooLarge },
    VIEW_BEHIND: {
      status: 503,
      code: 'UNAVAILABLE',
      title: unknown,
      detail: 'Kafka does not answer; try again.',
      retryAfter: 5,
    },
  };
}
