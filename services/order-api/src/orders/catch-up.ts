import { Problem } from '@cupcakery/kit/http/problem';

/** Waits until a view holds all that was in its partition of the log at the time of the call. */
export type CatchUp = (partition: number) => Promise<void>;

type Turn = { running: Promise<void>; next: Promise<void> | undefined };

/**
 * Shares the questions to Kafka: whoever asks while one is under way joins the next one, so that requests for
 * unknown ids cannot make more than one question per partition at a time. Throws Problem 503 after `timeoutMs`.
 */
export function createCatchUp(sync: (partition: number) => Promise<void>, timeoutMs: number): CatchUp {
  const turns = new Map<number, Turn>();

  function begin(partition: number): Promise<void> {
    const running = sync(partition);
    const turn: Turn = { running, next: undefined };
    turns.set(partition, turn);
    const over = () => {
      if (turns.get(partition) === turn && !turn.next) turns.delete(partition);
    };
    running.then(over, over);
    return running;
  }

  function join(partition: number): Promise<void> {
    const turn = turns.get(partition);
    if (!turn) return begin(partition);
    // The one under way may have asked for the end of the log before our order was in it.
    turn.next ??= turn.running.catch(() => {}).then(() => begin(partition));
    return turn.next;
  }

  return async (partition) => {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(cannotTell()), timeoutMs);
    try {
      await Promise.race([join(partition), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}

const cannotTell = () =>
  new Problem({
    status: 503,
    code: 'UNAVAILABLE',
    title: 'Whether there is such an order cannot be told now',
    detail: 'Kafka does not answer; try again.',
    retryAfter: 5,
  });
