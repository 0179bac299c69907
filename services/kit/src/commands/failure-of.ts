/** Why a command may not have been carried out. Each service has its own class of failures, and answers for each code. */
export type CommandFailureCode =
  /** Too many requests wait for their replies in this process; nothing was sent. */
  | 'TOO_MANY_PENDING'
  /** Too many commands wait for the processor; nothing was sent. */
  | 'BACKLOG_TOO_LONG'
  /** Kafka did not acknowledge in time; it is unknown whether it has the command. */
  | 'KAFKA_UNAVAILABLE'
  /** Kafka accepts no command of this size; nothing was written. */
  | 'TOO_LARGE'
  /** The view could not catch up with the log in time. */
  | 'VIEW_BEHIND';

/** Makes the error to throw. `detail`: a sentence for people, with the particulars of the request. */
export type FailureOf = (code: CommandFailureCode, options?: { detail?: string; cause?: unknown }) => Error;
