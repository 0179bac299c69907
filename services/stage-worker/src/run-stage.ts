import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { connectFor, listOffsets, refreshMetadataAfter } from '@cupcakery/kit/kafka/connection/metadata';
import { readCommitMetadata } from '@cupcakery/kit/kafka/consume/commit-metadata';
import { createFetcher, type FetchedChunk } from '@cupcakery/kit/kafka/consume/fetcher';
import { joinConsumerGroup } from '@cupcakery/kit/kafka/consume/group';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { createBackoff, sleep } from '@cupcakery/kit/tools/backoff';
import { stageGroup } from '@cupcakery/workflow/file/topic-names';
import type { Stage, Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { CommandSender } from './command-sender.ts';
import { createOffsetTracker } from './offset-tracker.ts';
import { type StagePartition, takeTickets } from './stage-partition.ts';
import { type Ticket, ticketOf } from './ticket.ts';
import { createTicketWork, type StageObserver } from './ticket-work.ts';
import type { Withdrawals } from './withdrawals.ts';
import type { PersistentWork } from './work/attempts.ts';

export type RunningStage = { readonly ready: boolean; stop(): Promise<void> };

const commitEveryMs = 100;

/**
 * Works on the tickets of one stage as a member of its group, until stopped.
 * At least once: a ticket counts as finished when the command that follows from it is written.
 * @param work undefined for a manual stage: tickets are held until the order leaves the stage
 */
export async function runStage(
  {
    kafka,
    workflow,
    stage,
    capacity,
    work,
    sender,
    withdrawals,
    observer,
    stopGraceMs,
  }: {
    kafka: KafkaClient;
    workflow: Workflow;
    stage: Stage;
    capacity: number;
    work: PersistentWork | undefined;
    sender: CommandSender;
    withdrawals: Withdrawals;
    observer: StageObserver;
    stopGraceMs: number;
  },
  signal: AbortSignal,
): Promise<RunningStage> {
  const { log } = kafka;
  const fields = { workflow: workflow.name, stage: stage.name };
  const partitions = new Map<number, StagePartition>();
  const inWork = new Set<Promise<void>>();
  const stopping = new AbortController();
  const tickets = createTicketWork({ stage, work, sender, withdrawals, observer });
  // A manual stage works on nothing: it holds all there are, without limit or window.
  const limit = work ? capacity : Number.POSITIVE_INFINITY;
  const window = work ? 16 * capacity : Number.POSITIVE_INFINITY;
  const highWater = work ? Math.max(64, 4 * capacity) : Number.POSITIVE_INFINITY;
  let pumping = false;
  let pumpAgain = false;

  const cluster = kafka.cluster();
  await connectFor(cluster, [stage.topic], {
    signal,
    onRetry: (err) => log.warn({ err, topic: stage.topic }, 'waiting for Kafka'),
  });
  const fetcher = createFetcher({
    cluster,
    log,
    maxBytesPerPartition: 256 * 1024,
    onChunk: takeChunk,
    onOutOfRange: (_topic, partition, position) => {
      log.error(
        { ...fields, partition, position },
        'tickets were deleted before they were read; going on with the oldest',
      );
      void open(partition, 'start');
    },
  });
  const group = await joinConsumerGroup(
    {
      kafka,
      group: stageGroup(workflow.name, stage.name),
      topic: stage.topic,
      onAssignment({ added, revoked }) {
        for (const partition of revoked) close(partition);
        for (const partition of added) void open(partition);
      },
    },
    signal,
  );
  const committing = commitLoop();

  function close(partition: number): void {
    const at = partitions.get(partition);
    if (at) tickets.lose(at);
    partitions.delete(partition);
    fetcher.unassign(stage.topic, partition);
  }

  /** Learns where the group stands and begins to fetch; tries until it works or the partition is lost. */
  async function open(partition: number, from?: 'start'): Promise<void> {
    close(partition);
    const lost = new AbortController();
    const backoff = createBackoff({ min: 20, max: 1000 });
    const placeholder: StagePartition = {
      partition,
      tracker: createOffsetTracker(0),
      waiting: [],
      committed: '',
      open: false,
      paused: false,
      lost,
    };
    partitions.set(partition, placeholder);
    while (!lost.signal.aborted && !stopping.signal.aborted) {
      try {
        const committed = (await group.committed([partition])).get(partition);
        const start =
          (await listOffsets(cluster, stage.topic, [partition], 'start', 'committed')).get(partition) ?? 0;
        if (lost.signal.aborted) return;
        const known = from === undefined && committed !== undefined && committed.offset >= 0;
        const offset = known ? committed.offset : start;
        const finished = known ? readCommitMetadata(offset, committed.metadata).finished : undefined;
        partitions.set(partition, {
          ...placeholder,
          open: true,
          tracker: createOffsetTracker(offset, finished),
        });
        fetcher.assign(stage.topic, partition, offset);
        return;
      } catch (err) {
        log.warn({ ...fields, partition, err }, 'cannot learn the committed offset, trying again');
        await sleep(backoff.next(), lost.signal);
        await refreshMetadataAfter(cluster, err);
      }
    }
  }

  function takeChunk({ partition, records, next }: FetchedChunk): void {
    const at = partitions.get(partition);
    if (!at) return;
    for (const record of records) {
      if (at.tracker.see(record.offset)) accept(at, record);
    }
    at.tracker.advance(next);
    if (!at.paused && at.waiting.length >= highWater) {
      at.paused = true;
      fetcher.pause(stage.topic, partition);
    }
    void pump();
  }

  function accept(at: StagePartition, record: KafkaRecord): void {
    try {
      at.waiting.push(ticketOf(workflow, stage, record));
    } catch (error) {
      log.error(
        { ...fields, partition: record.partition, offset: record.offset, err: error },
        'a ticket cannot be read',
      );
      track(
        sender.incident(record, error, at.lost.signal).then(
          () => tickets.finish(at, record.offset, 'unreadable', 0, 0),
          () => {},
        ),
      );
    }
  }

  function track(task: Promise<void>): void {
    inWork.add(task);
    observer.inWork(inWork.size);
    void task.finally(() => {
      inWork.delete(task);
      observer.inWork(inWork.size);
      void pump();
    });
  }

  /** Starts as much work as there is room for. One at a time; a call meanwhile makes it go round again. */
  async function pump(): Promise<void> {
    if (pumping) {
      pumpAgain = true;
      return;
    }
    pumping = true;
    try {
      do {
        pumpAgain = false;
        if (stopping.signal.aborted || work?.down) break;
        const round = takeTickets([...partitions.values()], limit - inWork.size, window);
        if (round.length === 0) break;
        // A cancel or claim that someone saw answered before this moment is honoured.
        await withdrawals.sync(round.map(({ ticket }) => ticket.orderId));
        for (const { at, ticket } of round) begin(at, ticket);
        for (const at of partitions.values()) {
          if (at.paused && at.waiting.length < highWater / 2) {
            at.paused = false;
            fetcher.resume(stage.topic, at.partition);
          }
        }
      } while (pumpAgain || inWork.size < limit);
    } catch (err) {
      if (!stopping.signal.aborted) throw err;
    } finally {
      pumping = false;
    }
  }

  function begin(at: StagePartition, ticket: Ticket): void {
    if (at.lost.signal.aborted || stopping.signal.aborted) return;
    const { orderId, visit, offset } = ticket;
    const waited = Math.max(0, (Date.now() - ticket.readyAt) / 1000);
    if (withdrawals.has(orderId, stage.name, visit)) {
      tickets.finish(at, offset, 'withdrawn', waited, 0);
      return;
    }
    if (!work) {
      withdrawals.watch(orderId, stage.name, visit, () => tickets.finish(at, offset, 'withdrawn', waited, 0));
      // Rejects only when the partition is lost: then its next owner places the order.
      if (ticket.place) track(sender.place(ticket.place, ticket, at.lost.signal).catch(() => {}));
      return;
    }
    track(tickets.workOn(at, ticket, waited));
  }

  /** Also when only the metadata changed: that the target is down, and back, is told at once. */
  async function commitOnce(): Promise<void> {
    const dirty = [...partitions.values()].flatMap((at) => {
      const { offset, metadata } = at.tracker.commitPoint(work?.down);
      const mark = `${offset}/${metadata}`;
      return at.open && at.committed !== mark ? [{ at, mark, offset, metadata }] : [];
    });
    if (dirty.length === 0) return;
    await group.commit(
      dirty.map(({ at, offset, metadata }) => ({ partition: at.partition, offset, metadata })),
    );
    for (const { at, mark } of dirty) at.committed = mark;
  }

  async function commitLoop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(commitEveryMs, stopping.signal);
      // A rebalance refuses commits for a moment; the next round commits more.
      if (group.joined) await commitOnce().catch((err) => log.debug({ ...fields, err }, 'commit refused'));
    }
  }

  return {
    get ready() {
      return group.joined;
    },
    async stop() {
      for (const at of partitions.values()) fetcher.unassign(stage.topic, at.partition);
      for (const at of partitions.values()) at.waiting.length = 0;
      await Promise.race([Promise.allSettled(inWork), sleep(stopGraceMs)]);
      stopping.abort();
      tickets.stop();
      await committing;
      await commitOnce().catch((err) =>
        log.warn({ ...fields, err }, 'last commit refused; a few tickets will be repeated'),
      );
      await group.stop();
      await fetcher.stop();
      await Promise.allSettled(inWork);
    },
  };
}
