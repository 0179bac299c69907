import type { EffectQueue } from '../fanout/payload.ts';
import type { Change } from '../log/change.ts';
import type { ResumePosition } from '../log/check-position.ts';
import type { Feed } from '../log/feed.ts';
import { cursorExpired } from '../log/feed-error.ts';
import type { LogReplay } from '../log/log-replay.ts';
import { effectOf, type Selection } from '../selection/selection.ts';

/** Looks through the log for the changes that a subscriber missed, until the ring reaches back far enough. */
export type LogScan = {
  /**
   * Waits for the next changes and queues those that concern the selection; true once the ring goes on from here.
   * @throws FeedError CURSOR_EXPIRED when the log does not have the position, or that is older than its cursor says
   */
  advance(): Promise<boolean>;
  stop(): void;
};

/** @param scanned next offset per partition: everything below has been looked at; the scan moves it */
export function createLogScan<T>(
  options: {
    feed: Pick<Feed<T>, 'ring'>;
    selection: Selection<T>;
    after: Pick<ResumePosition, 'oldest'>;
    openLog(offsets: readonly number[]): Promise<LogReplay<T>>;
  },
  scanned: number[],
  queue: EffectQueue<T>,
): LogScan {
  const { feed, selection, after, openLog } = options;
  let log: LogReplay<T> | undefined;
  /** Whether something matched when the log itself last showed it. */
  let shown = new Map<string, boolean>();
  let stopped = false;

  function look(change: Change<T>): void {
    if (change.timestamp < after.oldest) throw cursorExpired('its offsets are older than it says');
    const effect = effectOf(change, selection);
    // What the log itself has shown is better than "unknown".
    const leftBefore = effect === 'out' && shown.get(change.id) === false;
    shown.set(change.id, effect === 'in');
    if (effect && !leftBefore) queue.push({ change, effect });
    scanned[change.partition] = change.offset + 1;
  }

  return {
    async advance() {
      log ??= await openLog(scanned);
      const open = log;
      if (stopped) {
        open.stop();
        return false;
      }
      const changes = await open.next();
      for (const change of changes) look(change);
      if (changes.length > 0 || stopped) return false;
      for (const [partition, offset] of open.offsets().entries()) scanned[partition] = offset;
      if (!feed.ring.covers(scanned)) return false;
      open.stop();
      log = undefined;
      shown = new Map();
      return true;
    },
    stop() {
      stopped = true;
      log?.stop();
    },
  };
}
