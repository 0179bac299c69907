import { FetchLoops } from './fetch-loops.ts';
import type { Fetcher, FetcherOptions } from './fetcher-options.ts';

export type { FetchedChunk } from './fetch-state.ts';
export type { Fetcher, FetcherOptions } from './fetcher-options.ts';

/** @param options its connection is the fetcher's own from here on: `stop` closes it */
export function createFetcher(options: FetcherOptions): Fetcher {
  return new FetchLoops(options);
}
