import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';

/** The parts of a record that matter here; how it arrived (headers, time) does not. */
export type ReadRecord = Pick<KafkaRecord, 'topic' | 'partition' | 'offset' | 'key' | 'value'>;

/** Called with a record that could not be read and was left out. */
export type OnUnreadable = (record: ReadRecord, error: unknown) => void;
