import type { FutureEvent, OrderEvent } from '@cupcakery/workflow/contracts/event';
import type { Person } from '@cupcakery/workflow/contracts/person';
import type {
  Actor,
  OrderEvent as Described,
  IncidentAction,
  OrderEventType,
} from '../generated/resolvers.ts';

const types: Record<OrderEvent['type'], OrderEventType> = {
  OrderPlaced: 'ORDER_PLACED',
  StageStarted: 'STAGE_STARTED',
  StageClaimed: 'STAGE_CLAIMED',
  StageReleased: 'STAGE_RELEASED',
  StageCompleted: 'STAGE_COMPLETED',
  StageRecalled: 'STAGE_RECALLED',
  StageRequeued: 'STAGE_REQUEUED',
  OrderMarked: 'ORDER_MARKED',
  OrderFinished: 'ORDER_FINISHED',
  OrderCancelled: 'ORDER_CANCELLED',
  OrderScrapped: 'ORDER_SCRAPPED',
  OrderRedriven: 'ORDER_REDRIVEN',
  IncidentOpened: 'INCIDENT_OPENED',
};
const actions: Record<'retry' | 'rework', IncidentAction> = { retry: 'RETRY', rework: 'REWORK' };

/** An event in the schema's words, without what only the processor needs (answers, hashes). */
export function describeEvent(event: OrderEvent | FutureEvent): Described {
  const { version, at, by } = event;
  if (event.type === 'Future') return { version, type: 'OTHER', name: event.name, at, by, actor: null };
  return {
    version,
    type: types[event.type],
    at,
    by,
    actor: actorOf(event.actor),
    stage: 'stage' in event ? event.stage : null,
    next: event.type === 'StageCompleted' ? (event.next ?? null) : null,
    from: event.type === 'StageRecalled' ? event.from : null,
    outcome: event.type === 'StageCompleted' ? (event.outcome ?? null) : null,
    reason: 'reason' in event ? (event.reason ?? null) : null,
    action: event.type === 'OrderRedriven' ? actions[event.action] : null,
    rushed: event.type === 'OrderMarked' ? (event.rushed ?? null) : null,
    held: event.type === 'OrderMarked' ? (event.held ?? null) : null,
  };
}

/** A person in the schema's words. */
export function actorOf(person: Person | undefined): Actor | null {
  return person ? { sub: person.sub, via: person.via ?? null } : null;
}
