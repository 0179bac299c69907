import { ownNames, recordAttributes } from '@cupcakery/kit/tracing/attributes';
import type { Span, Tracer } from '@cupcakery/kit/tracing/tracer';
import { stageGroup } from '@cupcakery/workflow/file/topic-names';
import type { Stage, Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { Ticket } from '../tickets/ticket.ts';

/** A ticket whose traceparent is the work on it, where that is recorded; `span` then ends with the work. */
export type TracedTicket = { ticket: Ticket; span: Span | undefined };

/**
 * Two steps of the order's trace: how long the ticket waited, and the work on it. An adopted order without a trace of its
 * producer begins one.
 * @param waited seconds
 */
export function traceTicket(
  tracer: Tracer,
  workflow: Pick<Workflow, 'name'>,
  stage: Stage,
  ticket: Ticket,
  waited: number,
): TracedTicket {
  if (!tracer.on) return { ticket, span: undefined };
  const { partition, offset, orderId, visit, traceparent: parent } = ticket;
  const group = stageGroup(workflow.name, stage.name);
  const own = { [ownNames.order]: orderId, [ownNames.stage]: stage.name, [ownNames.visit]: visit };
  const name = `process ${stage.topic}`;
  const options = {
    kind: 'consumer' as const,
    attributes: recordAttributes(
      'process',
      { topic: stage.topic, partition, offset, key: orderId, group },
      { [ownNames.workflow]: workflow.name, ...own },
    ),
  };
  const begun = ticket.place ? tracer.begin(name, parent, options) : undefined;
  const span = begun ? begun.span : tracer.child(name, parent, options);
  const taken = Date.now();
  tracer
    .child(`wait ${stage.name}`, parent ?? span?.traceparent, {
      kind: 'internal',
      attributes: own,
      startedAt: taken - waited * 1000,
    })
    ?.end({ at: taken });
  const traceparent = begun?.traceparent ?? span?.traceparent ?? parent;
  return { ticket: { ...ticket, traceparent }, span };
}
