import { settledWithin } from '../../tools/with-timeout.ts';
import type { KafkaConnection } from '../connection/connection.ts';
import { protocolError } from '../connection/errors.ts';
import { countRecords, type RecordCount, type Stretch } from './record-count.ts';

export type CountLimits = {
  /** When the counts are returned, without those of brokers that have not answered by then. */
  withinMs: number;
  /** Bytes read of each stretch; the first in a request may bring one larger batch. */
  bytesEach: number;
};

export type Counted = {
  /** Stretches of which nothing was read are missing. */
  counts: Map<Stretch, RecordCount>;
  /** The first thing that went wrong, if any. */
  problem: unknown;
};

/** Counts the records on stretches of logs, with one request for many of them; never rejects. */
export type RecordCounter = (stretches: readonly Stretch[], limits: CountLimits) => Promise<Counted>;

type Context = {
  connection: KafkaConnection;
  open(topics: string[]): Promise<void>;
  /** Brokers that still owe a response: more requests would pile up in front of them. */
  busy: Set<number>;
};

export function createRecordCounter(connection: KafkaConnection): RecordCounter {
  let opening: Promise<void> | undefined;
  const context: Context = {
    connection,
    busy: new Set(),
    open(topics) {
      opening ??= connection.open(topics, { attempts: 1 }).finally(() => {
        opening = undefined;
      });
      return opening;
    },
  };
  return async (stretches, limits) => {
    const run = new CountRun(context, limits.bytesEach);
    const isInTime = await settledWithin(run.count(stretches), limits.withinMs);
    return run.finish(isInTime ? undefined : new Error(`no answer within ${limits.withinMs} ms`));
  };
}

/** One call of a counter. What comes after its end is dropped. */
class CountRun {
  readonly #context: Context;
  readonly #bytesEach: number;
  readonly #counts = new Map<Stretch, RecordCount>();
  #problem: unknown;
  #isOver = false;

  constructor(context: Context, bytesEach: number) {
    this.#context = context;
    this.#bytesEach = bytesEach;
  }

  finish(problem: Error | undefined): Counted {
    this.#isOver = true;
    return { counts: this.#counts, problem: this.#problem ?? problem };
  }

  async count(stretches: readonly Stretch[]): Promise<void> {
    const { connection, open } = this.#context;
    const byNode = new Map<number, Stretch[]>();
    try {
      await open([...new Set(stretches.map(({ topic }) => topic))]);
    } catch (error) {
      this.#fail(error);
      return;
    }
    for (const stretch of stretches) {
      try {
        const node = connection.leader(stretch.topic, stretch.partition);
        const own = byNode.get(node);
        if (own) own.push(stretch);
        else byNode.set(node, [stretch]);
      } catch (error) {
        this.#fail(error);
      }
    }
    await Promise.all([...byNode].map(([node, own]) => this.#countOn(node, own).catch((e) => this.#fail(e))));
  }

  #fail(error: unknown): void {
    if (!this.#isOver) this.#problem ??= error;
    // The next call looks up the leaders again, and of those topics only that exist then.
    this.#context.connection.forgetTopics();
  }

  async #countOn(nodeId: number, own: Stretch[]): Promise<void> {
    const { busy } = this.#context;
    if (busy.has(nodeId)) throw new Error(`broker ${nodeId} still owes a response`);
    busy.add(nodeId);
    try {
      for (const round of rounds(own)) {
        if (!this.#isOver) await this.#request(nodeId, round);
      }
    } finally {
      busy.delete(nodeId);
    }
  }

  async #request(nodeId: number, round: Round): Promise<void> {
    const maxBytes = this.#bytesEach;
    const { topics, broken } = await this.#context.connection.fetchHeaders(nodeId, {
      isolation: 'committed',
      maxWaitMs: 0,
      minBytes: 0,
      maxBytes: round.size * maxBytes,
      partitions: [...round.values()].map(({ topic, partition, from }) => ({
        topic,
        partition,
        offset: from,
        maxBytes,
      })),
    });
    if (broken !== undefined) this.#fail(new Error(`a fetch response cannot be read to its end: ${broken}`));
    for (const { topic, partitions } of topics) {
      for (const data of partitions) {
        const stretch = round.get(keyOf(topic, data.partition));
        const count = stretch && data.errorCode === 0 ? countRecords(data, stretch) : undefined;
        if (data.errorCode !== 0) this.#fail(protocolError(data.errorCode));
        if (stretch && count && !this.#isOver) this.#counts.set(stretch, count);
      }
    }
  }
}

type Round = Map<string, Stretch>;
const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;

/** A request can name a partition once only, and several groups may wait at different places of it. */
function rounds(stretches: readonly Stretch[]): Round[] {
  const made: Round[] = [];
  for (const stretch of stretches) {
    const key = keyOf(stretch.topic, stretch.partition);
    const free = made.find((round) => !round.has(key));
    if (free) free.set(key, stretch);
    else made.push(new Map([[key, stretch]]));
  }
  return made;
}
