import { createTokenBucket, createTokenBuckets, type TakeTokens } from './token-bucket.ts';

export type RateLimits = {
  /** Operations a second on one socket, and those of a user over everything. */
  operationsPerSecond: number;
  operationsPerSecondPerUser: number;
  /** Messages a second on one socket: pings and completions too. */
  messagesPerSecond: number;
};

/** How often clients may want something. */
export type ClientRates = {
  /**
   * Counts an operation of a user.
   * @returns 0, or it is not allowed for so many ms
   */
  ofUser(user: string, cost: number): number;
  ofSocket(): SocketRates;
};
export type SocketRates = { message: TakeTokens; operation: TakeTokens };

/** So many seconds' worth may come at once: a screen opens with all its operations, and comes back with all after a restart. */
const burstSeconds = 20;

/** @param now ms of any clock */
export function createClientRates(
  limits: RateLimits,
  now: () => number = () => performance.now(),
): ClientRates {
  const limitOf = (perSecond: number) => ({ perSecond, burst: perSecond * burstSeconds });
  const users = createTokenBuckets(limitOf(limits.operationsPerSecondPerUser), now);
  return {
    ofUser: (user, cost) => users.take(user, cost),
    ofSocket: () => ({
      message: createTokenBucket(limitOf(limits.messagesPerSecond), now),
      operation: createTokenBucket(limitOf(limits.operationsPerSecond), now),
    }),
  };
}

const bytesPerToken = 4096;

/** What a message costs: a long one takes longer to read. */
export function messageCost(bytes: number): number {
  return 1 + Math.floor(bytes / bytesPerToken);
}
