import type { CommandLogEntry, ShopCommand, ShopReply } from '../contracts/command.ts';
import { etagOf, type Item } from '../contracts/item.ts';
import type { Collection } from '../file/collection-file.ts';
import type { Collections } from '../file/collection-files.ts';

/** What decisions need to know. */
export type Known = {
  /** The ETag of an item, undefined when there is none of this id. */
  etagOf(collection: string, id: string): string | undefined;
  /** How many items a collection has. */
  countOf(collection: string): number;
  /** The first answer to a command with an idempotency key. */
  answerTo(commandId: string): CommandLogEntry | undefined;
};

/** What an item of a collection becomes; without `item` it is removed. */
export type Change = { collection: Collection; id: string; item: Item | undefined };

/** The answer to a command, what it changes, and what is kept for a repeat of it. */
export type Outcome = { reply: ShopReply; change?: Change; log?: CommandLogEntry };

type Verdict = { reply: Omit<ShopReply, 'id'>; change?: Change };

export type DecideOptions = {
  collections: Collections;
  /** Items of a collection: above, nothing is created, since all are held in memory. */
  maxItems: number;
};

/**
 * Decides one command. A repeat of one with an idempotency key gets the first answer, a refusal, too, and changes nothing.
 * @param now RFC 3339 UTC
 */
export function decide(
  { collections, maxItems }: DecideOptions,
  known: Known,
  command: ShopCommand,
  now: string,
): Outcome {
  const { id, bodyHash } = command;
  const first = known.answerTo(id);
  if (first && first.bodyHash !== bodyHash) return { reply: { id, ...keyReused } };
  if (first) return { reply: { ...first.reply, replayed: true } };
  const collection = collections.get(command.collection);
  const { reply, change } = collection
    ? verdictOn(collection, known, command, maxItems)
    : refused('UNKNOWN_COLLECTION', `there is no collection ${command.collection}`);
  const answer: ShopReply = { id, ...reply };
  return {
    reply: answer,
    ...(change ? { change } : {}),
    ...(bodyHash === undefined ? {} : { log: { bodyHash, at: now, reply: answer } }),
  };
}

function verdictOn(collection: Collection, known: Known, command: ShopCommand, maxItems: number): Verdict {
  switch (command.type) {
    case 'create': {
      const { item } = command;
      if (known.etagOf(collection.name, item.id) !== undefined)
        return command.idOfKey
          ? { reply: { replayed: true } }
          : refused('EXISTS', `there is a ${item.id} in ${collection.name} already`);
      if (known.countOf(collection.name) >= maxItems)
        return refused('FULL', `${collection.name} has ${maxItems} items, and no room for more`);
      return set(collection, known, item);
    }
    case 'replace': {
      const { item } = command;
      const refusal = mismatch(known.etagOf(collection.name, item.id), item.id, command.ifMatch);
      return refusal ?? set(collection, known, item);
    }
    case 'delete': {
      const { itemId: id } = command;
      const refusal = mismatch(known.etagOf(collection.name, id), id, command.ifMatch);
      return refusal ?? { reply: {}, change: { collection, id, item: undefined } };
    }
    default:
      return command satisfies never;
  }
}

/** Why an item cannot be changed by somebody who thinks that it has one of these ETags. */
function mismatch(
  etag: string | undefined,
  id: string,
  ifMatch: '*' | string[] | undefined,
): Verdict | undefined {
  if (etag === undefined) return refused('NOT_FOUND', `there is no ${id}`);
  if (ifMatch === undefined || ifMatch === '*' || ifMatch.includes(etag)) return undefined;
  return refused('STALE', `${id} has changed since: its ETag is "${etag}" now`);
}

function set(collection: Collection, known: Known, item: Item): Verdict {
  const errors = [...unknownReferences(collection, known, item)];
  if (errors.length === 0) return { reply: { item }, change: { collection, id: item.id, item } };
  const names = errors.map(({ detail }) => detail).join('; ');
  return { reply: { code: 'UNKNOWN_REFERENCE', message: names, errors } };
}

function* unknownReferences({ name, references }: Collection, known: Known, item: Item) {
  for (const [field, target] of Object.entries(references)) {
    const id = item[field];
    if (typeof id !== 'string') continue;
    const isItself = target === name && id === item.id;
    if (!isItself && known.etagOf(target, id) === undefined)
      yield { field: `/${field}`, detail: `there is no ${id} in ${target}` };
  }
}

function refused(code: NonNullable<ShopReply['code']>, message: string): Verdict {
  return { reply: { code, message } };
}

const keyReused = {
  code: 'KEY_REUSED',
  message: 'this idempotency key was used with another request',
} as const;

/** The ETags after a change, for those that decide on. */
export function etagAfter({ item }: Change): string | undefined {
  return item && etagOf(item);
}
