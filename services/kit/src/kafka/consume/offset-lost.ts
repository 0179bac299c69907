/** Thrown by a reader whose position the log does not have: deleted, or from another log. */
export class OffsetLost extends Error {
  override readonly name = 'OffsetLost';
}
