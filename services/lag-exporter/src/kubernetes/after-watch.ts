import { ApiError } from './api-server.ts';

/** A watch that ends sooner may do so every time. */
export const shortWatchMs = 5_000;

/** What follows the end of a watch. */
export type AfterWatch = {
  /** Watch on from the last version, instead of listing again. */
  resume: boolean;
  /** Pause before the next attempt. */
  pause: boolean;
  /** It worked for a while, so that pauses are short again. */
  resetBackoff: boolean;
};

/**
 * @param error that ended the watch or the list before it; undefined: the server ended the watch
 * @param openMs how long the watch was open
 */
export function afterWatch(error: unknown, openMs: number): AfterWatch {
  const isLong = openMs > shortWatchMs;
  return {
    // Resume only after a working connection broke: otherwise the server may have dropped the version, a restored
    // server never had it, and an event that could not be parsed there would be unreadable again.
    resume: error === undefined || (isLong && !(error instanceof ApiError)),
    pause: error !== undefined || !isLong,
    resetBackoff: isLong,
  };
}

/** The server no longer has the version, which is part of watching. */
export function isVersionGone(error: unknown): boolean {
  return error instanceof ApiError && error.code === 410;
}
