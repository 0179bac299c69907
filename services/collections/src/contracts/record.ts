import { RecordError, recordReader } from '@cupcakery/workflow/contracts/records';
import { z } from 'zod';
import type { Collection } from '../file/collection-file.ts';
import { type Item, itemId } from './item.ts';

const recordSchema = z.discriminatedUnion('eventType', [
  z.object({ eventType: z.literal('set'), payload: z.looseObject({}) }),
  z.object({ eventType: z.literal('remove') }),
]);

/** What a record of a collection's topic says: this item is so now, or (undefined) there is none of this id. */
export type ItemChange = { id: string; item: Item | undefined };

const readValue = recordReader('record', recordSchema);

/**
 * Reads a record of a collection's topic, whoever wrote it: `{eventType: set|remove, payload}` under the item's id, or a
 * tombstone.
 * @throws RecordError with the path of the bad field and the reason
 */
export function readItemRecord(
  collection: Collection,
  { key, value }: { key: string | null; value: Buffer | string | null },
): ItemChange {
  const id = itemId.safeParse(key);
  if (!id.success) throw new RecordError(`key: ${id.error.issues[0]?.message ?? 'is no id'}`);
  if (value === null) return { id: id.data, item: undefined };
  const record = readValue(value);
  if (record.eventType === 'remove') return { id: id.data, item: undefined };
  const { payload } = record;
  // An older program may leave out the id, as the key has it, or write it as a number.
  if (payload.id !== undefined && String(payload.id) !== id.data)
    throw new RecordError(`record: payload.id: is ${JSON.stringify(payload.id)}, the key is ${id.data}`);
  const item = { ...payload, id: id.data };
  const [problem] = collection.checkReadable(item);
  if (problem) throw new RecordError(`record: payload${problem.field}: ${problem.detail}`);
  return { id: id.data, item };
}

/** The value that sets an item. */
export function setValue(item: Item): string {
  return JSON.stringify({ eventType: 'set', payload: item });
}

/** The value that removes an item; a tombstone follows it, so that compaction forgets both. */
export function removeValue(id: string): string {
  return JSON.stringify({ eventType: 'remove', payload: { id } });
}
