import type { Change } from '../log/change.ts';
import { FeedError } from '../log/feed-error.ts';

/** Which of a feed's orders or items a subscriber requested and may see. */
export type Selection<T> = {
  /** Names the rights behind it: selections of equal filters and equal authority are equal. */
  readonly authority: string;
  matches(item: T): boolean;
  /** Whether something could have matched earlier, judged by what never changes. `after` null: only the id is known. */
  mayHaveMatched(id: string, after: T | null): boolean;
  /** Whether it may be seen at all, requested or not. */
  maySee(item: T): boolean;
};

/** What a change means for a selection: what it is about belongs to it, leaves it, or was never in it (undefined). */
export function effectOf<T>(change: Change<T>, selection: Selection<T>): 'in' | 'out' | undefined {
  const { before, after } = change;
  if (after && selection.matches(after)) return 'in';
  const matched =
    before === 'unknown'
      ? selection.mayHaveMatched(change.id, after)
      : before !== undefined && selection.matches(before);
  return matched ? 'out' : undefined;
}

/**
 * All that matches.
 * @param candidates what can match, each once
 * @throws FeedError SNAPSHOT_TOO_LARGE above `max`
 */
export function matching<T>(
  candidates: Iterable<T>,
  { matches }: Pick<Selection<T>, 'matches'>,
  max: number,
): T[] {
  const found: T[] = [];
  for (const item of candidates) {
    if (!matches(item)) continue;
    if (found.length === max) throw tooLarge(max);
    found.push(item);
  }
  return found;
}

function tooLarge(max: number): FeedError {
  return new FeedError(
    'SNAPSHOT_TOO_LARGE',
    `More than ${max} match: subscribe to fewer, for example of one status or collection.`,
  );
}
