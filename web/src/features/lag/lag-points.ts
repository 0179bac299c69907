import type { LagHistoryQuery } from '../../generated/graphql.ts';

/** What waited over time, the oldest first. */
export type LagPoints = LagHistoryQuery['decisionHistory'];

/** An unknown value; it is never 0. */
export const unknown = '–';
