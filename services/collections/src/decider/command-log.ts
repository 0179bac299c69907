import type { CommandLogEntry } from '../contracts/command.ts';

export type CommandLogBounds = { maxEntries: number; maxBytes: number; maxAgeMs: number };

export const commandLogBounds: CommandLogBounds = {
  maxEntries: 50_000,
  maxBytes: 32 * 1024 * 1024,
  maxAgeMs: 24 * 3_600_000,
};

type Kept = { entry: CommandLogEntry; bytes: number };

/** The first answers to commands with an idempotency key: for a day, and only the latest when there are too many. */
export class CommandLog {
  readonly #bounds: CommandLogBounds;
  /** Oldest first. */
  readonly #entries = new Map<string, Kept>();
  #bytes = 0;

  constructor(bounds: CommandLogBounds = commandLogBounds) {
    this.#bounds = bounds;
  }

  get(commandId: string): CommandLogEntry | undefined {
    return this.#entries.get(commandId)?.entry;
  }

  get size(): number {
    return this.#entries.size;
  }

  set(commandId: string, entry: CommandLogEntry): void {
    this.delete(commandId);
    const bytes = bytesOf(entry);
    this.#bytes += bytes;
    this.#entries.set(commandId, { entry, bytes });
  }

  delete(commandId: string): void {
    const kept = this.#entries.get(commandId);
    if (!kept) return;
    this.#bytes -= kept.bytes;
    this.#entries.delete(commandId);
  }

  /** The oldest, which have to go so that these can be added. */
  beyondBounds(added: Iterable<CommandLogEntry>): string[] {
    let entries = this.#entries.size;
    let bytes = this.#bytes;
    for (const entry of added) {
      entries += 1;
      bytes += bytesOf(entry);
    }
    const going: string[] = [];
    for (const [id, kept] of this.#entries) {
      if (entries <= this.#bounds.maxEntries && bytes <= this.#bounds.maxBytes) break;
      entries -= 1;
      bytes -= kept.bytes;
      going.push(id);
    }
    return going;
  }

  /** At most `max` that are older than a day. */
  expired(now: Date, max: number): string[] {
    const going: string[] = [];
    for (const [id, { entry }] of this.#entries) {
      if (going.length === max || now.getTime() - Date.parse(entry.at) < this.#bounds.maxAgeMs) break;
      going.push(id);
    }
    return going;
  }
}

/** About what it takes in memory. */
function bytesOf(entry: CommandLogEntry): number {
  return 200 + JSON.stringify(entry).length;
}
