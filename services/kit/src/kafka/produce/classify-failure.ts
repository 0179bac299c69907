import { errorType, isConnectionError } from '../connection/errors.ts';
import type { BatchResult } from './partition-sends.ts';
import { RecordTooLarge } from './record-too-large.ts';
import { WriteForbidden } from './write-forbidden.ts';

/** Errors after which the broker accepts no more records under the producer's identity. */
const fatalProducerErrors = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
]);

/** Errors for which one record of the batch, or its length, is to blame: the others may be accepted without it. */
const errorsOfLength = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);
const errorsOfOneRecord = new Set(['INVALID_RECORD', 'INVALID_TIMESTAMP']);

/** Errors that no retry will change. */
const permanentErrors = new Set(['TOPIC_AUTHORIZATION_FAILED', 'CLUSTER_AUTHORIZATION_FAILED']);

/** Whether the broker refused a batch for its length. */
export const isTooLarge = (error: unknown): boolean => errorsOfLength.has(errorType(error));

/** The error that a sender gets for records that were refused. */
export function refusalOf(error: unknown, { topic, bytes }: { topic: string; bytes: number }): unknown {
  if (isTooLarge(error)) return new RecordTooLarge({ topic, bytes, cause: error });
  return errorType(error) === 'TOPIC_AUTHORIZATION_FAILED'
    ? new WriteForbidden(topic, { cause: error })
    : error;
}

/** What the outcome of a produce request means for one partition's batch. */
export function classifyFailure(error: unknown): BatchResult {
  const type = errorType(error);
  // An earlier attempt arrived, and only its response was lost.
  if (type === 'DUPLICATE_SEQUENCE_NUMBER') return 'delivered';
  if (errorsOfLength.has(type)) return 'too-large';
  if (errorsOfOneRecord.has(type)) return 'invalid';
  if (permanentErrors.has(type)) return 'refused';
  if (fatalProducerErrors.has(type)) return 'identity-lost';
  // Neither the broker's word nor trouble with a connection: a mistake in what was to be sent.
  if (type === '' && !isConnectionError(error) && !isFromKafkajs(error)) return 'refused';
  return 'transient';
}

function isFromKafkajs(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('KafkaJS');
}
