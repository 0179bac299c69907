/** A record that was read, for services. */
export { assertReadable, headerOf, type KafkaRecord } from '../wire/record.ts';
