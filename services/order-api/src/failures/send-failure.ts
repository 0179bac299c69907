import { BrokerUnavailable } from '@cupcakery/kit/kafka/produce/broker-unavailable';
import { RequestFailure } from './request-failure.ts';

/** What to throw for an error of the producer: KAFKA_UNAVAILABLE if Kafka did not answer, else the error, a bug. */
export function sendFailure(error: unknown): unknown {
  return error instanceof BrokerUnavailable
    ? new RequestFailure('KAFKA_UNAVAILABLE', { cause: error })
    : error;
}
