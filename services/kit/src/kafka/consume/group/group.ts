import { createBackoff, sleep } from '../../../tools/backoff.ts';
import { abortable } from '../../../tools/on-abort.ts';
import { settledWithin } from '../../../tools/with-timeout.ts';
import type { Assignment } from '../../connection/assignment-codec.ts';
import type { KafkaConnection } from '../../connection/connection.ts';
import { errorType } from '../../connection/errors.ts';
import type { Committed, GroupCoordinator, PartitionOffset } from '../../connection/group-coordinator.ts';
import { assignMembers, encodeOwned } from './group-assignment.ts';
import { defaultSessionMs, type Group, type GroupOptions } from './group-options.ts';
import { type GroupAction, type GroupInput, outsideGroup, reduceGroup } from './group-state.ts';

export type { Committed } from '../../connection/group-coordinator.ts';
export { defaultSessionMs, type Group, type GroupOptions } from './group-options.ts';

const protocol = 'cupcakery-sticky';
const leaveWithinMs = 2000;

/**
 * Joins a group and stays in it: rejoins after rebalances, errors and lost connections, until `stop`. Resolves when
 * the first assignment is there and was reported; rejects when `signal` is aborted before that.
 */
export async function joinConsumerGroup(options: GroupOptions, signal?: AbortSignal): Promise<Group> {
  const { kafka, topic } = options;
  const connection = await kafka.connect([topic], signal);
  // A join blocks its socket for as long as other members take to join; offsets use another one.
  const offsetsConnection = await kafka.connect([topic], signal).catch((error: unknown) => {
    void connection.close();
    throw error;
  });
  const member = new GroupMember(options, connection, offsetsConnection);
  try {
    await member.firstJoin(signal);
    return member;
  } catch (error) {
    await member.stop();
    throw error;
  }
}

/** The shell around `reduceGroup`: joins, sends heartbeats, and performs the actions. */
class GroupMember implements Group {
  readonly #options: GroupOptions;
  readonly #connection: KafkaConnection;
  readonly #offsetsConnection: KafkaConnection;
  readonly #coordinator: GroupCoordinator;
  readonly #offsets: GroupCoordinator;
  readonly #sessionTimeoutMs: number;
  readonly #heartbeatMs: number;
  readonly #stopping = new AbortController();
  readonly #firstJoin = Promise.withResolvers<void>();
  readonly #running: Promise<void>;
  #state = outsideGroup;
  #confirmation = Promise.withResolvers<void>();

  constructor(options: GroupOptions, connection: KafkaConnection, offsetsConnection: KafkaConnection) {
    this.#options = options;
    this.#connection = connection;
    this.#offsetsConnection = offsetsConnection;
    this.#coordinator = connection.groupCoordinator(options.group);
    this.#offsets = offsetsConnection.groupCoordinator(options.group);
    this.#sessionTimeoutMs = options.sessionTimeoutMs ?? defaultSessionMs;
    this.#heartbeatMs = options.heartbeatMs ?? 500;
    this.#running = this.#run();
  }

  async firstJoin(signal?: AbortSignal): Promise<void> {
    await (signal ? abortable(this.#firstJoin.promise, signal) : this.#firstJoin.promise);
  }

  get joined(): boolean {
    return this.#state.joined;
  }

  async commit(offsets: readonly PartitionOffset[]): Promise<void> {
    if (offsets.length > 0) await this.#offsets.commit(this.#state, this.#options.topic, offsets);
  }

  committed(partitions: readonly number[], topic = this.#options.topic): Promise<Map<number, Committed>> {
    return this.#offsets.committed(topic, partitions, 10);
  }

  async confirmed(signal: AbortSignal): Promise<void> {
    const calledAt = performance.now();
    const ending = AbortSignal.any([signal, this.#stopping.signal]);
    while (!ending.aborted && this.#state.confirmedAt < calledAt) {
      await abortable(this.#confirmation.promise, ending).catch(() => {});
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const { memberId } = this.#state;
    if (memberId !== '') await settledWithin(this.#offsets.leave(memberId), leaveWithinMs);
    await this.#connection.close();
    await this.#offsetsConnection.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    const backoff = createBackoff({ min: 50, max: 2000 });
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        if (!this.#state.joined) await this.#join();
        await sleep(this.#heartbeatMs, signal);
        if (signal.aborted) return;
        const sentAt = performance.now();
        await this.#coordinator.heartbeat(this.#state);
        this.#dispatch({ type: 'confirmed', sentAt });
        backoff.reset();
      } catch (error) {
        if (signal.aborted) return;
        await this.#handleFailure(error, backoff.next);
      }
    }
  }

  async #handleFailure(error: unknown, nextWait: () => number): Promise<void> {
    const now = performance.now();
    const { kafka, group } = this.#options;
    const actions = this.#dispatch({
      type: 'failed',
      code: errorType(error),
      now,
      sessionTimeoutMs: this.#sessionTimeoutMs,
    });
    if (!actions.some(({ type }) => type === 'recover')) return;
    kafka.log.warn({ err: error, group }, 'lost contact with the group, rejoining');
    this.#coordinator.invalidate();
    await sleep(nextWait(), this.#stopping.signal);
    await this.#connection.refreshMetadataAfter(error);
  }

  async #join(): Promise<void> {
    const { kafka, group, topic, alongside = [], instanceId } = this.#options;
    const sentAt = performance.now();
    const { assigned: owned, generation: previous, memberId: known } = this.#state;
    const { generationId: generation, ...joined } = await this.#coordinator.join({
      instanceId,
      memberId: known,
      sessionTimeoutMs: this.#sessionTimeoutMs,
      rebalanceTimeoutMs: Math.max(this.#sessionTimeoutMs, 10_000),
      protocol,
      topics: [topic, ...alongside],
      userData: encodeOwned({ owned, generation: previous }),
    });
    const { memberId } = joined;
    this.#dispatch({ type: 'generation', memberId, generation });
    const leads = joined.leaderId === memberId;
    if (leads) await this.#connection.refreshMetadata();
    const assignments = leads
      ? assignMembers(joined.members, [topic, ...alongside], this.#connection.partitions(topic))
      : new Map<string, Assignment>();
    const assignment = await this.#coordinator.sync({ generation, memberId }, assignments);
    const partitions = assignment[topic] ?? [];
    kafka.log.info({ group, generation, partitions, leads }, 'joined the group');
    this.#dispatch({ type: 'assigned', partitions, sentAt });
    this.#firstJoin.resolve();
  }

  #dispatch(input: GroupInput): GroupAction[] {
    const [state, actions] = reduceGroup(this.#state, input);
    this.#state = state;
    for (const action of actions) {
      if (action.type === 'assignment') this.#options.onAssignment(action.change);
      if (action.type === 'confirmed') {
        this.#confirmation.resolve();
        this.#confirmation = Promise.withResolvers();
      }
    }
    return actions;
  }
}
