/** Header of the first record that a transaction writes to a partition, and metadata of the offset that it commits. */
export const tagHeader = 'txn';
/** Header beside it: the offsets that the transaction commits. */
export const offsetsHeader = 'txn-offsets';

/** Which transaction of a transactional id something belongs to; each session (fence) of an id has a higher epoch. */
export type TransactionTag = { producerId: string; producerEpoch: number; number: number };

/** `<producer id>.<epoch>.<number within the session>` */
export function writeTag({ producerId, producerEpoch, number }: TransactionTag): string {
  return `${producerId}.${producerEpoch}.${number}`;
}

/** Reads what `writeTag` wrote; anything else is none. */
export function readTag(text: string | undefined): TransactionTag | undefined {
  const [, producerId, producerEpoch, number] = /^(\d+)\.(\d+)\.(\d+)$/.exec(text ?? '') ?? [];
  if (producerId === undefined) return undefined;
  return { producerId, producerEpoch: Number(producerEpoch), number: Number(number) };
}

/**
 * Negative when `a` is the earlier transaction, 0 for the same, positive when it is the later one; undefined when
 * nothing is known: an id gets another producer id when its epochs are used up.
 */
export function compareTags(a: TransactionTag, b: TransactionTag): number | undefined {
  if (a.producerId !== b.producerId) return undefined;
  return a.producerEpoch - b.producerEpoch || a.number - b.number;
}

/** `<topic>=<offset>`, with commas between them; neither may be part of a topic's name. */
export function writeOffsets(offsets: ReadonlyMap<string, number>): string {
  return [...offsets].map(([topic, offset]) => `${topic}=${offset}`).join(',');
}

/** Reads what `writeOffsets` wrote; anything else is none. */
export function readOffsets(text: string | undefined): Map<string, number> | undefined {
  const pairs = (text ?? '').split(',').map((pair) => /^([\w.-]+)=(\d+)$/.exec(pair));
  const offsets = new Map<string, number>();
  for (const pair of pairs) {
    const [, topic, offset] = pair ?? [];
    if (topic === undefined || !Number.isSafeInteger(Number(offset))) return undefined;
    offsets.set(topic, Number(offset));
  }
  return offsets;
}
