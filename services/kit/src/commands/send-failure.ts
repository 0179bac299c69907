import { BrokerUnavailable } from '../kafka/produce/broker-unavailable.ts';
import { RecordTooLarge } from '../kafka/produce/record-too-large.ts';
import type { FailureOf } from './failure-of.ts';

/**
 * What to throw for an error of the producer: KAFKA_UNAVAILABLE if Kafka did not answer, TOO_LARGE if it accepts no
 * record of that size, else the error, a bug.
 */
export function sendFailure(error: unknown, failureOf: FailureOf): unknown {
  if (error instanceof BrokerUnavailable) return failureOf('KAFKA_UNAVAILABLE', { cause: error });
  if (error instanceof RecordTooLarge) return failureOf('TOO_LARGE', { cause: error });
  return error;
}
