/** Why a subscriber's stream ended; also a label of the metric. */
export type CloseReason =
  | 'completed'
  | 'slow'
  | 'too_fast'
  | 'cursor_expired'
  | 'token_expired'
  | 'shutdown'
  | 'error';
