import { BrokerUnavailable } from '@cupcakery/kit/kafka/produce/broker-unavailable';
import { RecordTooLarge } from '@cupcakery/kit/kafka/produce/record-too-large';
import { RequestFailure } from './request-failure.ts';

/**
 * What to throw for an error of the producer: KAFKA_UNAVAILABLE if Kafka did not answer, TOO_LARGE if it accepts no
 * record of that size, else the error, a bug.
 */
export function sendFailure(error: unknown): unknown {
  if (error instanceof BrokerUnavailable) return new RequestFailure('KAFKA_UNAVAILABLE', { cause: error });
  if (error instanceof RecordTooLarge) return new RequestFailure('TOO_LARGE', { cause: error });
  return error;
}
