import type { Admission, Kept } from '../../stream/admission.ts';
import { createQuota } from './quota.ts';

export type SubscriptionLimits = {
  /** Subscriptions of a user, over all connections. */
  maxSubscriptionsPerUser: number;
  /** Bytes that the subscriptions of a user keep, and those of all. */
  maxKeptBytesPerUser: number;
  maxKeptBytes: number;
};

/** Counts the subscriptions of each user and what they keep in memory. */
export type SubscriptionQuota = {
  admit(user: string, kept: Kept): Admission;
  /** What all subscriptions keep. */
  readonly bytes: number;
};

type Ledger = { bytes: number; documents: Map<string, number> };

export function createSubscriptionQuota(limits: SubscriptionLimits): SubscriptionQuota {
  const numbers = createQuota(limits.maxSubscriptionsPerUser);
  const ledgers = new Map<string, Ledger>();
  let total = 0;

  function add(user: string, ledger: Ledger, bytes: number): void {
    ledger.bytes += bytes;
    total += bytes;
    if (ledger.documents.size === 0) ledgers.delete(user);
    else ledgers.set(user, ledger);
  }

  return {
    get bytes() {
      return total;
    },
    admit(user, { own, document: { text, bytes: documentBytes } }) {
      const ledger = ledgers.get(user) ?? { bytes: 0, documents: new Map<string, number>() };
      const isKnown = ledger.documents.has(text);
      const bytes = own + (isKnown ? 0 : documentBytes);
      if (ledger.bytes + bytes > limits.maxKeptBytesPerUser || total + bytes > limits.maxKeptBytes) {
        return { refused: 'kept_bytes' };
      }
      const release = numbers.acquire(user);
      if (!release) return { refused: 'subscriptions' };
      ledger.documents.set(text, (ledger.documents.get(text) ?? 0) + 1);
      add(user, ledger, bytes);
      let isHeld = true;
      return {
        release() {
          if (!isHeld) return;
          isHeld = false;
          release();
          const left = (ledger.documents.get(text) ?? 1) - 1;
          if (left > 0) ledger.documents.set(text, left);
          else ledger.documents.delete(text);
          add(user, ledger, -own - (left > 0 ? 0 : documentBytes));
        },
      };
    },
  };
}
