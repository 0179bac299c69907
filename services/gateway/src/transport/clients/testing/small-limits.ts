import type { ConnectionLimits } from '../client-connections.ts';
import { type ClientRates, createClientRates, type RateLimits } from '../client-rates.ts';

/** For tests: limits that a few clients reach. */
export const smallLimits: ConnectionLimits = {
  max: 10,
  maxPending: 10,
  maxPerUser: 10,
  maxPerAddress: 10,
  maxSubscriptionsPerUser: 10,
  maxKeptBytesPerUser: 100_000,
  maxKeptBytes: 1_000_000,
};

/** For tests: rates that a few operations reach. */
export function smallRates(rates: Partial<RateLimits> = {}): ClientRates {
  return createClientRates({
    operationsPerSecond: 10,
    operationsPerSecondPerUser: 20,
    messagesPerSecond: 50,
    ...rates,
  });
}
