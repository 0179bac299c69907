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

export function createSubscriptionQuota(limits: SubscriptionLimits): SubscriptionQuota {
  const numbers = createQuota(limits.maxSubscriptionsPerUser);
  const all = createLedger();
  const users = new Map<string, Ledger>();
  return {
    get bytes() {
      return all.bytes;
    },
    admit(user, kept) {
      const own = users.get(user) ?? createLedger();
      if (own.bytesWith(kept) > limits.maxKeptBytesPerUser || all.bytesWith(kept) > limits.maxKeptBytes) {
        return { refused: 'kept_bytes' };
      }
      const release = numbers.acquire(user);
      if (!release) return { refused: 'subscriptions' };
      users.set(user, own);
      own.add(kept);
      all.add(kept);
      let isHeld = true;
      return {
        release() {
          if (!isHeld) return;
          isHeld = false;
          release();
          own.remove(kept);
          all.remove(kept);
          if (own.isEmpty()) users.delete(user);
        },
      };
    },
  };
}

/** What some subscriptions keep together: each document once, as everybody's subscriptions share it. */
type Ledger = {
  readonly bytes: number;
  bytesWith(kept: Kept): number;
  add(kept: Kept): void;
  remove(kept: Kept): void;
  isEmpty(): boolean;
};

function createLedger(): Ledger {
  const documents = new Map<string, number>();
  let bytes = 0;
  const bytesOf = ({ own, document }: Kept) => own + (documents.has(document.text) ? 0 : document.bytes);
  return {
    get bytes() {
      return bytes;
    },
    bytesWith: (kept) => bytes + bytesOf(kept),
    add(kept) {
      const { text } = kept.document;
      bytes += bytesOf(kept);
      documents.set(text, (documents.get(text) ?? 0) + 1);
    },
    remove(kept) {
      const { text } = kept.document;
      const left = (documents.get(text) ?? 1) - 1;
      if (left > 0) documents.set(text, left);
      else documents.delete(text);
      bytes -= bytesOf(kept);
    },
    isEmpty: () => documents.size === 0,
  };
}
