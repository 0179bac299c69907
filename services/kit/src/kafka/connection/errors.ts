import { createErrorFromCode } from './kafkajs-requests.ts';

/** The broker's error code of one partition as an error, with kafkajs's name for it in `type`. */
export const protocolError: (code: number) => Error = createErrorFromCode;

/** kafkajs's name for the broker's error code of a rejected request, '' when it was no protocol error. */
export function errorType(error: unknown): string {
  return error instanceof Error && 'type' in error && typeof error.type === 'string' ? error.type : '';
}

const fencedTypes = new Set(['INVALID_PRODUCER_EPOCH', 'TRANSACTION_COORDINATOR_FENCED', 'PRODUCER_FENCED']);

/** True when a newer producer took over this transactional id. */
export function isFenced(error: unknown): boolean {
  // PRODUCER_FENCED (90) is newer than kafkajs, which then only puts the number into the message.
  return (
    fencedTypes.has(errorType(error)) || (error instanceof Error && /error code\D*90\b/i.test(error.message))
  );
}

const coordinatorMoved = new Set([
  'NOT_COORDINATOR_FOR_GROUP',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'GROUP_LOAD_IN_PROGRESS',
]);

/** True when the group or transaction coordinator has to be looked up again. */
export function isCoordinatorMoved(error: unknown): boolean {
  return coordinatorMoved.has(errorType(error)) || isConnectionError(error);
}

/** True when the broker could not be reached or the connection broke. */
export function isConnectionError(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^KafkaJS(Connection|Request|BrokerNotFound|NumberOfRetries|LockTimeout|NoBroker|GroupCoordinatorNotFound|Metadata)/.test(
      error.name,
    )
  );
}
