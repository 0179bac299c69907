import type { CommandLogEntry } from '../contracts/command.ts';
import { etagOf, type Item } from '../contracts/item.ts';
import type { Collections } from '../file/collection-files.ts';
import { CommandLog } from './command-log.ts';
import { type Change, etagAfter, type Known } from './decide.ts';

/** What the processor knows: the ETag of each item, and the answers to repeats. */
export class ShopState implements Known {
  readonly log = new CommandLog();
  /** By collection and id: the ETag, or the item of which it has not been computed yet. */
  readonly #items: ReadonlyMap<string, Map<string, string | Item>>;

  constructor(collections: Collections) {
    this.#items = new Map([...collections.keys()].map((name) => [name, new Map()]));
  }

  etagOf(collection: string, id: string): string | undefined {
    const items = this.#items.get(collection);
    const known = items?.get(id);
    if (known === undefined || typeof known === 'string') return known;
    const etag = etagOf(known);
    items?.set(id, etag);
    return etag;
  }

  countOf(collection: string): number {
    return this.#items.get(collection)?.size ?? 0;
  }

  answerTo(commandId: string): CommandLogEntry | undefined {
    return this.log.get(commandId);
  }

  /** @param item undefined: there is none any more */
  set(collection: string, id: string, item: Item | string | undefined): void {
    const items = this.#items.get(collection);
    if (item === undefined) items?.delete(id);
    else items?.set(id, item);
  }
}

/** Decisions that are not written yet: later ones of a batch see them. */
export class ShopBatch implements Known {
  readonly #state: ShopState;
  readonly #etags = new Map<string, { collection: string; id: string; etag: string | undefined }>();
  readonly #answers = new Map<string, CommandLogEntry>();
  /** By collection, how many more there are than in the state. */
  readonly #more = new Map<string, number>();

  constructor(state: ShopState) {
    this.#state = state;
  }

  etagOf(collection: string, id: string): string | undefined {
    const changed = this.#etags.get(keyOf(collection, id));
    return changed ? changed.etag : this.#state.etagOf(collection, id);
  }

  countOf(collection: string): number {
    return this.#state.countOf(collection) + (this.#more.get(collection) ?? 0);
  }

  answerTo(commandId: string): CommandLogEntry | undefined {
    return this.#answers.get(commandId) ?? this.#state.answerTo(commandId);
  }

  changed(change: Change): void {
    const { collection, id } = change;
    const { name } = collection;
    const etag = etagAfter(change);
    const more = Number(etag !== undefined) - Number(this.etagOf(name, id) !== undefined);
    this.#more.set(name, (this.#more.get(name) ?? 0) + more);
    this.#etags.set(keyOf(name, id), { collection: name, id, etag });
  }

  answered(commandId: string, entry: CommandLogEntry): void {
    this.#answers.set(commandId, entry);
  }

  /** Answers that have to leave the log so that those of this batch can be kept. */
  crowdedOut(): string[] {
    return this.#state.log.beyondBounds(this.#answers.values());
  }

  /** To be called when the decisions are written. */
  store(): void {
    for (const { collection, id, etag } of this.#etags.values()) this.#state.set(collection, id, etag);
    for (const commandId of this.crowdedOut()) this.#state.log.delete(commandId);
    for (const [commandId, entry] of this.#answers) this.#state.log.set(commandId, entry);
  }
}

const keyOf = (collection: string, id: string) => `${collection}/${id}`;
