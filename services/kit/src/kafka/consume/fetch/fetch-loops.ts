import { createBackoff, sleep } from '../../../tools/backoff.ts';
import { protocolError } from '../../connection/errors.ts';
import type { Isolation } from '../../connection/metadata.ts';
import {
  type FetchAction,
  type FetchInput,
  keyOf,
  leadersOf,
  noPartitions,
  type PartitionFetch,
  reduceFetch,
  toRequest,
} from './fetch-state.ts';
import type { Fetcher, FetcherOptions } from './fetcher-options.ts';

const maxBytesPerFetch = 10 << 20;

/** The shell around `reduceFetch`: one fetch at a time per node, and a search while a partition has no leader. */
export class FetchLoops implements Fetcher {
  readonly #options: FetcherOptions;
  readonly #isolation: Isolation;
  readonly #loops = new Map<number, Promise<void>>();
  readonly #stopping = new AbortController();
  #state = noPartitions;
  #wake = Promise.withResolvers<void>();
  #searching: Promise<void> | undefined;

  constructor(options: FetcherOptions) {
    this.#options = options;
    this.#isolation = options.isolation ?? 'committed';
  }

  assign(topic: string, partition: number, position: number): void {
    this.#dispatch({ type: 'assign', topic, partition, position });
  }

  unassign(topic: string, partition: number): void {
    this.#dispatch({ type: 'unassign', topic, partition });
  }

  pause(topic: string, partition: number): void {
    this.#dispatch({ type: 'pause', topic, partition });
  }

  resume(topic: string, partition: number): void {
    this.#dispatch({ type: 'resume', topic, partition });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#state = noPartitions;
    this.#wake.resolve();
    await this.#options.connection.close();
    await Promise.all([...this.#loops.values(), this.#searching]);
  }

  /** @returns the first error; the actions behind it are performed all the same */
  #dispatch(input: FetchInput): Error | undefined {
    const [state, actions] = reduceFetch(this.#state, input);
    this.#state = state;
    let failure: Error | undefined;
    for (const action of actions) {
      const error = this.#perform(action);
      failure ??= error;
    }
    return failure;
  }

  #perform(action: FetchAction): Error | undefined {
    switch (action.type) {
      case 'wake':
        this.#wakeLoops();
        return undefined;
      case 'chunk':
        this.#options.onChunk(action.chunk);
        return undefined;
      case 'out-of-range':
        this.#options.onOutOfRange(action.topic, action.partition, action.position);
        return undefined;
      case 'failed':
        return protocolError(action.code);
      default:
        return action satisfies never;
    }
  }

  readonly #leaderOf = ({ topic, partition }: { topic: string; partition: number }): number | undefined => {
    try {
      return this.#options.connection.leader(topic, partition);
    } catch {
      return undefined;
    }
  };

  #wakeLoops(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
    if (this.#stopping.signal.aborted) return;
    const leaders = leadersOf(this.#state, this.#leaderOf);
    for (const node of leaders) {
      if (node === undefined || this.#loops.has(node)) continue;
      // In the next microtask: the loop looks itself up among the loops.
      this.#loops.set(
        node,
        Promise.resolve().then(() => this.#runLoop(node)),
      );
    }
    if (leaders.has(undefined)) {
      this.#searching ??= this.#findLeaders().finally(() => {
        this.#searching = undefined;
      });
    }
  }

  /** A refresh of the metadata may name leaders that no loop serves yet. */
  #leadersMoved(): boolean {
    return [...leadersOf(this.#state, this.#leaderOf)].some((node) =>
      node === undefined ? this.#searching === undefined : !this.#loops.has(node),
    );
  }

  /** During an election no node's loop serves the partition: refresh until there is a leader. */
  async #findLeaders(): Promise<void> {
    const backoff = createBackoff({ min: 50, max: 1000 });
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await sleep(backoff.next(), signal);
      await this.#options.connection.tryRefreshMetadata();
      if (!leadersOf(this.#state, this.#leaderOf).has(undefined)) break;
    }
    // After this microtask, so that another search can begin.
    queueMicrotask(() => this.#wakeLoops());
  }

  async #runLoop(node: number): Promise<void> {
    const backoff = createBackoff({ min: 20, max: 1000 });
    const { connection, log } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const waiting = this.#wake.promise;
      if (this.#leadersMoved()) this.#wakeLoops();
      const requested = toRequest(this.#state, node, this.#leaderOf);
      if (requested.length === 0) {
        await waiting;
        continue;
      }
      try {
        await this.#fetchOnce(node, requested);
        backoff.reset();
      } catch (error) {
        if (signal.aborted) return;
        log.warn({ err: error, node }, 'fetch failed, retrying');
        await sleep(backoff.next(), signal);
        await connection.refreshMetadataAfter(error);
        this.#wakeLoops();
      }
    }
  }

  async #fetchOnce(node: number, requested: readonly PartitionFetch[]): Promise<void> {
    const { connection, maxWaitMs = 250, maxBytesPerPartition: maxBytes = 1 << 20 } = this.#options;
    await connection.refreshMetadataIfExpired();
    const { topics } = await connection.fetch(node, {
      isolation: this.#isolation,
      maxWaitMs,
      minBytes: 1,
      maxBytes: maxBytesPerFetch,
      partitions: requested.map((p) => ({
        topic: p.topic,
        partition: p.partition,
        offset: p.position,
        maxBytes,
      })),
    });
    const byKey = new Map(requested.map((p) => [keyOf(p), p]));
    let failure: Error | undefined;
    for (const { topic, partitions } of topics) {
      for (const data of partitions) {
        const found = byKey.get(keyOf({ topic, partition: data.partition }));
        if (!found) continue;
        const error = this.#dispatch({ type: 'fetched', requested: found, data, isolation: this.#isolation });
        // A partition in trouble must not keep the records of its neighbours back.
        failure ??= error;
      }
    }
    if (failure) throw failure;
  }
}
