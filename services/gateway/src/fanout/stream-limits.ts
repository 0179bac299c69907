/** Bounds of one subscriber's stream. */
export type StreamLimits = {
  /** Changes and frames that may wait for a subscriber, and the bytes of both. */
  maxQueue: number;
  maxQueueBytes: number;
  /** Orders or items in a snapshot. */
  maxSnapshot: number;
  /** Orders or items in one payload of changes. */
  maxPayload: number;
  /** A subscriber that reads nothing for so long while something waits is closed. */
  stallMs: number;
  /** After so long without a payload an empty one brings a recent cursor. */
  refreshMs: number;
};
