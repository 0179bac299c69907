import { createBackoff, sleep, waitAfter } from '../../../tools/backoff.ts';
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
  withoutLeader,
} from './fetch-state.ts';
import type { Fetcher, FetcherOptions } from './fetcher-options.ts';
import { findLeaders } from './find-leaders.ts';

const maxBytesPerFetch = 10 << 20;

/** The shell around `reduceFetch`: one fetch at a time per node, and a search while a partition has no leader. */
export class FetchLoops implements Fetcher {
  readonly #options: FetcherOptions;
  readonly #isolation: Isolation;
  readonly #loops = new Map<number, Promise<void>>();
  readonly #rests = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #state = noPartitions;
  #wake = Promise.withResolvers<void>();
  #searching: Promise<void> | undefined;

  constructor(options: FetcherOptions) {
    this.#options = options;
    this.#isolation = options.isolation ?? 'committed';
    // Others use the connection too, and what leads now may have led before: its loop sleeps then.
    options.connection.onMetadataRefreshed(() => this.#wakeLoops());
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
    await Promise.all([...this.#loops.values(), ...this.#rests, this.#searching]);
  }

  #dispatch(input: FetchInput): void {
    const [state, actions] = reduceFetch(this.#state, input);
    this.#state = state;
    for (const action of actions) this.#perform(action);
  }

  #perform(action: FetchAction): void {
    const { onChunk, onUnreadable, onOutOfRange } = this.#options;
    if (action.type === 'wake') this.#wakeLoops();
    else if (action.type === 'chunk') onChunk(action.chunk);
    else if (action.type === 'unreadable') onUnreadable(action.range);
    else if (action.type === 'out-of-range') onOutOfRange(action.topic, action.partition, action.position);
    else {
      action.type satisfies 'failed';
      const rest = this.#rest(action.fetch, protocolError(action.code));
      this.#rests.add(rest);
      void rest.finally(() => this.#rests.delete(rest));
    }
  }

  /** One partition backs off by itself: its neighbours on the same broker are fetched meanwhile. Never rejects. */
  async #rest(fetch: PartitionFetch, err: Error): Promise<void> {
    const { topic, partition, assignment, failures } = fetch;
    const { connection, log } = this.#options;
    const { signal } = this.#stopping;
    log.warn({ err, topic, partition, failures }, 'the broker refuses to serve a partition, retrying');
    await sleep(waitAfter(failures, { min: 20, max: 2000 }), signal);
    if (signal.aborted) return;
    await connection.refreshMetadataAfter(err);
    this.#dispatch({ type: 'retry', topic, partition, assignment });
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

  /** During an election no node's loop serves the partition: refresh until there is a leader. */
  async #findLeaders(): Promise<void> {
    const missing = () => withoutLeader(this.#state, this.#leaderOf);
    await findLeaders(this.#options, missing, this.#stopping.signal);
    // After this microtask, so that another search can begin.
    queueMicrotask(() => this.#wakeLoops());
  }

  async #runLoop(node: number): Promise<void> {
    const backoff = createBackoff({ min: 20, max: 1000 });
    const { connection, log } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const waiting = this.#wake.promise;
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
      }
    }
  }

  async #fetchOnce(node: number, requested: readonly PartitionFetch[]): Promise<void> {
    const { connection, maxWaitMs = 250, maxBytesPerPartition: maxBytes = 1 << 20 } = this.#options;
    await connection.refreshMetadataIfExpired();
    const { topics, broken } = await connection.fetch(node, {
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
    for (const { topic, partitions } of topics) {
      for (const data of partitions) {
        const found = byKey.get(keyOf({ topic, partition: data.partition }));
        if (found) {
          this.#dispatch({ type: 'fetched', requested: found, data, isolation: this.#isolation });
        }
      }
    }
    if (broken !== undefined) throw new Error(`a fetch response cannot be read to its end: ${broken}`);
  }
}
