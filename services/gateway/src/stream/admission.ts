/** What a subscription keeps in memory for as long as it lives, in bytes. */
export type Kept = {
  /** Its id and its variables. */
  own: number;
  /** Its document, kept once for all subscriptions of the same text. */
  document: { text: string; bytes: number };
};

/** The function that releases a subscription, or which limit it is above. */
export type Admission =
  | { release(): void; refused?: undefined }
  | { release?: undefined; refused: 'subscriptions' | 'kept_bytes' };
