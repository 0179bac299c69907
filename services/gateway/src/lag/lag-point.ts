/** What waited at one time, ms since 1970; null is unknown. */
export type LagPoint = { at: number; lag: number | null; oldestAgeSeconds: number | null };
