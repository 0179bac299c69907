/** What a client wanted of the shop, and what it was answered in the end. */
export type Operation = {
  kind: 'create' | 'replace' | 'delete';
  /** Of a create it is known once that is answered. */
  id: string | undefined;
  /** The name that the product was to have: of this operation alone. */
  name: string;
  /** The ETag that the product was to have before. */
  ifMatch: string | undefined;
  /** Milliseconds, of one clock for all. */
  begun: number;
  /** Undefined: it was never answered, although it was repeated. */
  answer: { status: number; etag: string | undefined; ended: number } | undefined;
};

/** A record of the topic of products, in its order; `event` null: a tombstone. */
export type ProductRecord = { key: string; event: { eventType: string; name?: string | undefined } | null };
