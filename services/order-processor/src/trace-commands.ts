import { headerOf, type KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { isSameTrace, isSampled, normalTraceparent } from '@cupcakery/kit/trace';
import { names, ownNames, recordAttributes } from '@cupcakery/kit/tracing/attributes';
import type { Span, Tracer } from '@cupcakery/kit/tracing/tracer';
import { readyAtOf } from '@cupcakery/workflow/contracts/order';
import type { AnyCommand } from '@cupcakery/workflow/contracts/records';
import type { Outcome } from '@cupcakery/workflow/decider/handle';

/** The trace that a command came in: its record's header. */
export function traceparentOf(record: KafkaRecord): string | undefined {
  return normalTraceparent(headerOf(record, 'traceparent'));
}

/** The steps of one batch of commands. Nothing of them is recorded unless the batch is committed. */
export type BatchTrace = {
  /** @param orderTrace of the order that the command is about, where there is one */
  of(record: KafkaRecord, command: AnyCommand, orderTrace: string | undefined): CommandTrace;
  /** To be called last, once the batch is committed. */
  committed(): void;
};

export type CommandTrace = {
  /** What events and snapshots of this outcome carry: a step of the order's trace. */
  eventTrace(outcome: Outcome): string | undefined;
  /** To be called once the batch is committed. */
  end(answer: string): void;
};

export type BatchTraceOptions = { tracer: Tracer; group: string; workflow: string; now: Date };

const untraced: CommandTrace = { eventTrace: () => undefined, end() {} };
const untracedBatch: BatchTrace = { of: () => untraced, committed() {} };

/**
 * One span for each command, from decided to committed, and one for the transaction, which they link to: it belongs to
 * many traces.
 */
export function traceBatch(options: BatchTraceOptions): BatchTrace {
  const { tracer, group, workflow } = options;
  if (!tracer.on) return untracedBatch;
  const startedAt = Date.now();
  let transaction: { traceparent: string; span: Span | undefined } | undefined;
  let commands = 0;

  return {
    of(record, command, orderTrace) {
      const parent = traceparentOf(record);
      const span = tracer.child(`process ${record.topic}`, parent, {
        kind: 'consumer',
        attributes: recordAttributes(
          'process',
          { ...record, group },
          { [ownNames.workflow]: workflow, [ownNames.command]: command.type },
        ),
        startedAt,
      });
      commands += 1;
      if (span) {
        transaction ??= tracer.begin(`transaction ${group}`, undefined, {
          kind: 'internal',
          attributes: { [names.system]: 'kafka', [names.group]: group, [ownNames.workflow]: workflow },
          links: [parent],
          startedAt,
        });
        span.link(transaction.traceparent);
        if (!isSameTrace(parent, orderTrace)) span.link(orderTrace);
      }
      return traceCommand(options, span, orderTrace);
    },
    committed() {
      transaction?.span?.end({ attributes: { [names.batchSize]: commands } });
    },
  };
}

function traceCommand(
  { tracer, now }: BatchTraceOptions,
  span: Span | undefined,
  orderTrace: string | undefined,
): CommandTrace {
  let work: StageSpan[] = [];
  return {
    eventTrace(outcome) {
      if (isSameTrace(span?.traceparent, orderTrace)) return span?.traceparent;
      if (!isSampled(orderTrace)) return undefined;
      work = stageSpans(tracer, orderTrace, outcome, now);
      for (const one of work) one.span.link(span?.traceparent);
      return work.at(-1)?.span.traceparent ?? orderTrace;
    },
    end(answer) {
      for (const one of work) one.span.end({ at: one.endedAt });
      span?.end({ attributes: { [ownNames.answer]: answer } });
    },
  };
}

type StageSpan = { span: Span; endedAt: number };

/**
 * Of a stage that a person finished: how long the order waited for it, and how long the person had it. Workers record
 * their own. The person's request is another trace.
 */
function stageSpans(
  tracer: Tracer,
  orderTrace: string | undefined,
  { steps }: Outcome,
  now: Date,
): StageSpan[] {
  // The clock of business may be ahead of the one that spans are timed by.
  const ahead = now.getTime() - Date.now();
  return steps.flatMap(({ event, state: { order } }): StageSpan[] => {
    if (event.type !== 'StageCompleted' || event.answer === undefined) return [];
    const progress = order.stages.find(({ name }) => name === event.stage);
    if (progress?.startedAt === undefined) return [];
    const [readyAt, startedAt, endedAt] = [readyAtOf(order, event.stage), progress.startedAt, event.at].map(
      (time) => Date.parse(time) - ahead,
    );
    if (readyAt === undefined || startedAt === undefined || endedAt === undefined) return [];
    const attributes = { [ownNames.order]: order.id, [ownNames.stage]: event.stage };
    const stage = (name: string, from: number, to: number): StageSpan[] => {
      const span = tracer.child(`${name} ${event.stage}`, orderTrace, {
        kind: 'internal',
        attributes,
        startedAt: from,
      });
      return span ? [{ span, endedAt: to }] : [];
    };
    return [...stage('wait', readyAt, startedAt), ...stage('work', startedAt, endedAt)];
  });
}
