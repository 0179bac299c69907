/** Whether a target works, as far as the attempts of its tickets show. */
export type TargetHealth = {
  readonly down: boolean;
  /** Tickets whose exchange broke off since the last that worked. */
  readonly broken: ReadonlySet<string>;
};

export type TargetNews =
  /** It answered a ticket, whatever the answer was. */
  | { type: 'answered' }
  /** It answered a probe. */
  | { type: 'probed' }
  /** There is no connection, or it says so itself (503 with Retry-After). */
  | { type: 'unreachable' }
  /** The exchange about a ticket broke off. `up`: it answered a probe directly after that. */
  | { type: 'broken'; ticket: string; up: boolean };

/** Several different orders: one alone may be at fault itself. */
const manyBroken = 2;

export const healthy: TargetHealth = { down: false, broken: new Set() };

/**
 * The health after news. An exchange that breaks off for one order says nothing about the others; for two different ones,
 * without an answer between them, or with a probe that fails, the target is down.
 */
export function nextHealth(health: TargetHealth, news: TargetNews): TargetHealth {
  switch (news.type) {
    case 'answered':
      return healthy;
    case 'probed':
      return { ...health, down: false };
    case 'unreachable':
      return { ...health, down: true };
    case 'broken': {
      const broken = new Set([...health.broken, news.ticket].slice(-manyBroken));
      return { down: health.down || !news.up || broken.size >= manyBroken, broken };
    }
  }
}

/**
 * Whether the news about a ticket uses one of its attempts. A broken exchange does, also while several orders fail so:
 * a stage must not stand behind orders that its target chokes on.
 */
export function usesAttempt(news: TargetNews): boolean {
  return news.type === 'broken' && news.up;
}
