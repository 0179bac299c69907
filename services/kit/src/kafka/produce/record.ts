/** A record to write, for services. */
export type { ProduceRecord } from '../wire/record.ts';
