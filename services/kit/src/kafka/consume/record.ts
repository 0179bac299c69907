/** What services know of a record that was read. */
export { headerOf, type KafkaRecord } from '../wire/record.ts';
