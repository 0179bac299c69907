/** A record that was read, for services. */
export { headerOf, type KafkaRecord } from '../wire/record.ts';
