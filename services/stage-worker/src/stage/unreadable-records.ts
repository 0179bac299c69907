import { reasonOf, shortKey } from '@cupcakery/workflow/contracts/record-incident';
import { isTicket, type Ticket } from '../tickets/ticket.ts';

/** Records that are no tickets and lie in a row, to be reported in one incident. Holds nothing of their values. */
export type UnreadableRecords = {
  /** Of the first. */
  offset: number;
  key: string | null;
  reason: string;
  /** All of them, ascending. */
  offsets: number[];
};

/** So many in a row are reported one by one; what follows is summed up. */
const maxSingle = 100;
/** Records of one incident, so that progress is committed on the way. */
const maxSummed = 10_000;

type Unreadable = { offset: number; key: string | null };

/**
 * Adds a record that is no ticket to what waits. A topic full of foreign records neither floods the incidents nor the
 * memory: beyond 100 in a row, those that wait behind each other become one.
 * @param inRow how many such records lie directly before it
 */
export function addUnreadable(
  waiting: (Ticket | UnreadableRecords)[],
  { offset, key }: Unreadable,
  error: unknown,
  inRow: number,
): void {
  const last = inRow > maxSingle ? waiting.at(-1) : undefined;
  if (last && !isTicket(last) && last.offsets.length < maxSummed) last.offsets.push(offset);
  else
    waiting.push({
      offset,
      key: key === null ? null : shortKey(key),
      reason: reasonOf(error),
      offsets: [offset],
    });
}
