/** What services know of a record to write. */
export type { ProduceRecord } from '../wire/record.ts';
