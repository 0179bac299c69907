import type { Order } from '@cupcakery/workflow/contracts/order';
import type { Change } from '../log/change.ts';

/** The time that rates are averaged over, seconds. */
export const rateSeconds = 60;

/** A rate over less, or of fewer tickets after the first, is chance. */
const leastSeconds = 5;
const fewestTickets = 3;

/** Tickets that came and left, per second. */
export type Rates = { inRate: number; outRate: number };

/** Counts the tickets that came to each stage and left it, per second of the records' timestamps. */
export type StageRates = {
  record(change: Pick<Change<Order>, 'before' | 'after' | 'timestamp'>): void;
  /** Tickets per second over the last minute; undefined until a whole minute has been recorded. */
  of(stage: string, now: number): Rates | undefined;
  /**
   * Tickets per second that leave while the stage has some: what it can do. Counted from the first one that left since
   * it last had none, at most over the last minute: the idle seconds before a rush, and those in which nobody worked,
   * would make it look slow for a minute. Undefined where too few have left.
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
    const counts = { came: 0, went: 0 };
    for (const slot of slots) {
      if (!slot || slot.second <= oldest) continue;
      counts.came += slot.came.get(stage) ?? 0;
      counts.went += slot.went.get(stage) ?? 0;
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
      if (now - since < rateSeconds * 1000) return undefined;
      const latest = Math.floor(now / 1000);
      let before = lag;
      let afterFirst = 0;
      let first = { second: latest, went: 0 };
      for (let second = latest; second > latest - rateSeconds && before > 0; second -= 1) {
        const slot = slots[second % rateSeconds];
        if (slot?.second !== second) continue;
        const went = slot.went.get(stage) ?? 0;
        if (went > 0) {
          afterFirst += first.went;
          first = { second, went };
        }
        before += went - (slot.came.get(stage) ?? 0);
      }
      if (afterFirst < fewestTickets) return undefined;
      return afterFirst / Math.max(leastSeconds, now / 1000 - first.second);
    },
    lastOutAt: (stage) => lastOut.get(stage),
  };
}

/** The stage in whose lag an order is: it waits or is in work there, and is not claimed. */
export function queueOf({ status, stage, stageStatus }: Order): string | undefined {
  const queued = status === 'open' && (stageStatus === 'waiting' || stageStatus === 'started');
  return queued ? stage : undefined;
}
