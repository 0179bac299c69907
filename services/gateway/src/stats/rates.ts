import type { Order } from '@cupcakery/workflow/contracts/order';
import type { Change } from '../log/change.ts';

/** The time that rates are averaged over, seconds. */
export const rateSeconds = 60;

/** A rate over less than this is chance. */
const leastSeconds = 5;

/** Tickets that came and left, per second. */
export type Rates = { inRate: number; outRate: number };

/** Counts the tickets that came to each stage and left it, per second of the records' timestamps. */
export type StageRates = {
  record(change: Pick<Change, 'before' | 'after' | 'timestamp'>): void;
  /** Tickets per second over the last minute; undefined until a whole minute has been recorded. */
  of(stage: string, now: number): Rates | undefined;
  /**
   * Tickets per second that left while the stage had some, at most over the last minute: what it can do. Idle seconds
   * before a rush would make it look slow for a minute.
   * @param lag tickets that are there now
   */
  outRateWhileBusy(stage: string, lag: number, now: number): number | undefined;
  /** When a ticket last left the stage (ms); undefined when none has since recording began. */
  lastOutAt(stage: string): number | undefined;
};

type Slot = { second: number; came: Map<string, number>; went: Map<string, number> };

/** @param since from when on (ms) every change is recorded */
export function createStageRates(since: number): StageRates {
  const slots: (Slot | undefined)[] = [];
  const lastOut = new Map<string, number>();

  function slotAt(second: number): Slot | undefined {
    const present = slots[second % rateSeconds];
    if (present && present.second >= second) return present.second === second ? present : undefined;
    const fresh: Slot = { second, came: new Map(), went: new Map() };
    slots[second % rateSeconds] = fresh;
    return fresh;
  }

  /** Undefined until a whole minute has been recorded. */
  function countsOf(stage: string, now: number) {
    if (now - since < rateSeconds * 1000) return undefined;
    const oldest = Math.floor(now / 1000) - rateSeconds;
    const counts = { came: 0, went: 0, firstSecond: now / 1000 };
    for (const slot of slots) {
      if (!slot || slot.second <= oldest) continue;
      const [came, went] = [slot.came.get(stage) ?? 0, slot.went.get(stage) ?? 0];
      counts.came += came;
      counts.went += went;
      if (came + went > 0) counts.firstSecond = Math.min(counts.firstSecond, slot.second);
    }
    return counts;
  }

  return {
    record({ before, after, timestamp }) {
      // Without the order's previous stage it is unknown whether it came from another one.
      if (before === 'unknown') return;
      const from = before && queueOf(before);
      const to = after ? queueOf(after) : undefined;
      if (from === to) return;
      if (from !== undefined) lastOut.set(from, Math.max(timestamp, lastOut.get(from) ?? 0));
      const slot = slotAt(Math.floor(timestamp / 1000));
      if (!slot) return;
      if (from !== undefined) slot.went.set(from, (slot.went.get(from) ?? 0) + 1);
      if (to !== undefined) slot.came.set(to, (slot.came.get(to) ?? 0) + 1);
    },
    of(stage, now) {
      const counts = countsOf(stage, now);
      return counts && { inRate: counts.came / rateSeconds, outRate: counts.went / rateSeconds };
    },
    outRateWhileBusy(stage, lag, now) {
      const counts = countsOf(stage, now);
      if (!counts) return undefined;
      const { came, went, firstSecond } = counts;
      const hadSomeBefore = lag - came + went > 0;
      const busySeconds = hadSomeBefore ? rateSeconds : now / 1000 - firstSecond;
      return went / Math.min(rateSeconds, Math.max(leastSeconds, busySeconds));
    },
    lastOutAt: (stage) => lastOut.get(stage),
  };
}

/** The stage in whose lag an order is: it waits or is in work there, and is not claimed. */
export function queueOf({ status, stage, stageStatus }: Order): string | undefined {
  const queued = status === 'open' && (stageStatus === 'waiting' || stageStatus === 'started');
  return queued ? stage : undefined;
}
