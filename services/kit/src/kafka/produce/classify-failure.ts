import { errorType, isConnectionError } from '../connection/errors.ts';
import type { BatchFailure } from './send-queue.ts';

/** Errors after which the broker accepts no more records under the producer's identity. */
const fatalProducerErrors = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
]);

/** Errors that no retry will change. */
const permanentErrors = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
]);

/** What the error of a produce request means for its batch. */
export function classifyFailure(error: unknown): BatchFailure {
  const type = errorType(error);
  if (type === 'DUPLICATE_SEQUENCE_NUMBER') return 'duplicate';
  if (permanentErrors.has(type)) return 'permanent';
  if (fatalProducerErrors.has(type)) return 'identity-lost';
  // Neither the broker's word nor trouble with a connection: a mistake in what was to be sent.
  if (type === '' && !isConnectionError(error) && !isFromKafkajs(error)) return 'permanent';
  return 'transient';
}

function isFromKafkajs(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('KafkaJS');
}
