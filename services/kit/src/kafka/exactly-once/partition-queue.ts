import { sleep } from '../../tools/backoff.ts';
import type { FetchedChunk, Fetcher } from '../consume/fetch/fetcher.ts';
import type { KafkaRecord } from '../wire/record.ts';
import {
  isFull,
  newPartition,
  nextCommands,
  type PartitionInput,
  type PartitionState,
  reducePartition,
} from './partition-state.ts';
import { PartitionStopped } from './starting-offset.ts';

/** The shell around `reducePartition`: pauses and resumes the fetcher, and lets the processor wait for commands. */
export class PartitionQueue {
  readonly #partition: number;
  readonly #fetcher: Fetcher;
  readonly #lingerMs: number;
  /** One for all waits: a timer of a minute for each of them would pile up by the thousand. */
  #timer: NodeJS.Timeout | undefined;
  #isEnded = false;
  #state: PartitionState;
  #wake = Promise.withResolvers<void>();

  constructor(input: {
    partition: number;
    fetcher: Fetcher;
    lingerMs: number;
    maxCommands: number;
  }) {
    this.#partition = input.partition;
    this.#fetcher = input.fetcher;
    this.#lingerMs = input.lingerMs;
    this.#state = newPartition(input.maxCommands, Date.now());
    this.#wakeForExpiry();
  }

  get state(): PartitionState {
    return this.#state;
  }

  dispatch(input: PartitionInput): void {
    const [state, actions] = reducePartition(this.#state, input);
    this.#state = state;
    if (input.type === 'expired') this.#wakeForExpiry();
    for (const action of actions) {
      if (action.type === 'wake') this.wake();
      else this.#fetcher[action.type](action.topic, this.#partition);
    }
  }

  enqueue({ topic, records, next }: FetchedChunk): void {
    this.dispatch({ type: 'fetched', topic, records, next });
  }

  /** Begins to fetch each input at its position. */
  open(positions: ReadonlyMap<string, number>): void {
    this.dispatch({ type: 'opened', positions });
    for (const [topic, position] of positions) this.#fetcher.assign(topic, this.#partition, position);
  }

  close(): void {
    for (const topic of this.#state.inputs.keys()) this.#fetcher.unassign(topic, this.#partition);
  }

  /** Ends a wait for commands. */
  wake(): void {
    this.#wake.resolve();
  }

  end(): void {
    this.#isEnded = true;
    clearTimeout(this.#timer);
    this.wake();
  }

  /**
   * Waits for commands, for the next expiry or until `isUrgent`; none may have come then.
   * @throws PartitionStopped when the log no longer has the position
   */
  async next(isUrgent: () => boolean): Promise<readonly KafkaRecord[]> {
    const isIdle = () => this.#state.queue.length === 0 && this.#state.lost === undefined && !isUrgent();
    while (isIdle() && Date.now() < this.#state.nextExpiry) {
      this.#wake = Promise.withResolvers();
      await this.#wake.promise;
    }
    const { queue, lost } = this.#state;
    if (lost !== undefined) {
      throw new PartitionStopped(
        `${lost.topic}/${this.#partition}: offset ${lost.position} is no longer in the log`,
      );
    }
    if (queue.length > 0 && !isFull(this.#state) && this.#lingerMs > 0) await sleep(this.#lingerMs);
    return nextCommands(this.#state);
  }

  #wakeForExpiry(): void {
    clearTimeout(this.#timer);
    if (this.#isEnded) return;
    this.#timer = setTimeout(() => this.wake(), Math.max(0, this.#state.nextExpiry - Date.now()));
  }
}
