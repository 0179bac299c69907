import type { OutRecord } from '@cupcakery/workflow/contracts/records';
import type { ShopCommand } from '../contracts/command.ts';
import { removeValue, setValue } from '../contracts/record.ts';
import { shopTopics } from '../contracts/topics.ts';
import type { Change, Outcome } from './decide.ts';

/** A record to be written; `withPrevious`: nothing may come between it and the one before it. */
export type ShopRecord = OutRecord & { withPrevious?: true };

const source = '/cupcakery/shop';

/**
 * The records that follow from a command, for one transaction.
 * @param now RFC 3339 UTC
 */
export function recordsOf(command: ShopCommand, { reply, change, log }: Outcome, now: string): ShopRecord[] {
  const { id } = command;
  const eventOf = (type: string) => ({ id, type: `cupcakery.shop.${type}`, source, time: now });
  const records: ShopRecord[] = change ? changeRecords(change, eventOf) : [];
  if (log) {
    const value = JSON.stringify(log);
    records.push({ topic: shopTopics.commandLog, key: id, value, event: eventOf('answered') });
  }
  const value = JSON.stringify(reply);
  return [...records, { topic: shopTopics.replies, key: id, value, event: eventOf('reply') }];
}

function changeRecords(
  { collection, id, item }: Change,
  eventOf: (type: string) => OutRecord['event'],
): ShopRecord[] {
  const { topic } = collection;
  if (item) return [{ topic, key: id, value: setValue(item), event: eventOf('set') }];
  return [
    { topic, key: id, value: removeValue(id), event: eventOf('remove') },
    // Were a foreign record written between the two, the tombstone would remove that.
    { topic, key: id, value: null, event: eventOf('removed'), withPrevious: true },
  ];
}

/** Tombstones of answers that are kept no longer. */
export function forgetRecords(commandIds: readonly string[], now: string): ShopRecord[] {
  return commandIds.map((id) => ({
    topic: shopTopics.commandLog,
    key: id,
    value: null,
    event: { id, type: 'cupcakery.shop.expired', source, time: now },
  }));
}
