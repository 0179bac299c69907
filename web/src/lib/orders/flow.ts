/** What is known of a stage's tickets and of who works on them; null is unknown and never 0. */
export type FlowNumbers = {
  /** Tickets that wait or are in work. */
  lag: number | null;
  /** Members of the stage's consumer group. */
  members: number | null;
  /** Tickets per second over the last minute. */
  inRate: number | null;
  outRate: number | null;
  drainSeconds: number | null;
  /** Since when (RFC 3339) it stands, as the server judges; null: it does not. */
  stalledSince: string | null;
};

/** What the numbers of a stage add up to. */
export type Flow =
  | 'unknown'
  | 'no workers'
  | 'no workers, no tickets'
  | 'no tickets'
  | 'stalled'
  | 'behind'
  | 'growing'
  | 'shrinking'
  | 'steady';

/** Below these a difference between what comes and what goes is chance: tickets a minute, and a share of the flow. */
const trend = { tickets: 3, share: 0.1 };

/** What a stage's numbers mean. No trend is told where nobody works, or where nothing is left or moves. */
export const flowOf = ({ lag, members, inRate, outRate, stalledSince }: FlowNumbers): Flow => {
  if (lag === null) return 'unknown';
  if (members === 0) return lag > 0 ? 'no workers' : 'no workers, no tickets';
  if (lag === 0) return 'no tickets';
  if (stalledSince !== null) return 'stalled';
  if (inRate === null || outRate === null) return 'behind';
  const change = (inRate - outRate) * 60;
  const least = Math.max(trend.tickets, trend.share * Math.max(inRate, outRate) * 60);
  if (change >= least) return 'growing';
  return change <= -least ? 'shrinking' : 'steady';
};
