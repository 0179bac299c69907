import type { CommandOf } from '../../contracts/command.ts';
import type { OrderEvent } from '../../contracts/event.ts';
import { isClosed, type Order } from '../../contracts/order.ts';
import type { Person } from '../../contracts/person.ts';
import { type Stage, stageNamed, type Workflow } from '../../file/workflow-file.ts';
import { type Decision, type EventBase, refuse, unchanged } from './decision.ts';

type StageCommand = CommandOf<'start' | 'claim' | 'release' | 'complete' | 'fail' | 'requeue'>;

/** Decides commands of workers and cooks at the order's present stage. */
export function atStage(
  workflow: Workflow,
  order: Order,
  command: StageCommand,
  eventBase: EventBase,
): Decision {
  const { stage, by } = command;
  if (isClosed(order)) {
    return repeatsTheEnd(order, command) ? unchanged : refuse('CLOSED', `the order is ${order.status}`);
  }
  if (command.visit !== undefined && command.visit !== order.visit) {
    return refuse('STALE', `visit ${command.visit} is over, the order is at visit ${order.visit}`);
  }
  if (stage !== order.stage) {
    return refuse('NOT_AT_STAGE', `the order is not at ${stage} but at ${order.stage}`);
  }
  const holder = order.stageStatus === 'claimed' ? order.claimedBy : undefined;
  const holds = holder !== undefined && holdsClaim(order, command);
  if (command.type === 'release') {
    if (holder === undefined) return refuse('NOT_CLAIMED', 'nobody has claimed this ticket');
    if (!holds && by.kind !== 'manager') return refuse('CLAIMED', `claimed by ${holder}`);
    stageNamed(workflow, stage);
    return { events: [{ ...eventBase(), type: 'StageReleased', stage }] };
  }
  if (order.status === 'incident') {
    return command.type === 'fail'
      ? unchanged
      : refuse('AT_INCIDENT', `the order stopped: ${order.incident?.reason ?? 'incident'}`);
  }
  const takeOver = command.type === 'claim' && by.kind === 'manager';
  if (holder !== undefined && !holds && !takeOver) return refuse('CLAIMED', `claimed by ${holder}`);
  switch (command.type) {
    case 'start':
      return order.stageStatus === 'started'
        ? unchanged
        : { events: [{ ...eventBase(), type: 'StageStarted', stage }] };
    case 'claim':
      return holds ? unchanged : { events: [{ ...eventBase(), type: 'StageClaimed', stage }] };
    case 'requeue':
      return { events: [requeue(stageNamed(workflow, stage), order, eventBase)] };
    case 'fail':
      return { events: [{ ...eventBase(), type: 'IncidentOpened', stage, reason: command.reason }] };
    case 'complete':
      return complete(workflow, order, command, eventBase);
  }
}

/**
 * Whether the sender has the claim: the same person, and for a name that was given for somebody else the same name, as there
 * one person stands for many. At a wall screen people prove who they are. Only people hold claims: a worker may have a cook's
 * name.
 */
function holdsClaim({ claimedBy, claimedActor }: Order, { by, actor }: StageCommand): boolean {
  if (by.kind === 'worker') return false;
  const sameName = claimedBy === by.name;
  // From before there were subjects, or of an order-api of that release: names are all there is.
  if (!claimedActor || !actor) return sameName && actor?.via === undefined;
  return claimedActor.sub === actor.sub && (!isUnproved(claimedActor) || sameName);
}

/** Whether a name was merely given, by somebody who was signed in as another person. */
function isUnproved({ via }: Person): boolean {
  return via !== undefined && !via.startsWith('board:');
}

/** True when the command repeats the completion that finished the order, with the same outcome. */
function repeatsTheEnd(order: Order, command: StageCommand): boolean {
  if (command.type !== 'complete' || order.status !== 'finished') return false;
  if (command.stage !== order.stage || (command.visit ?? order.visit) !== order.visit) return false;
  // A dedup stub has lost its outcomes; only a known outcome can differ.
  const progress = order.stages.find((s) => s.name === command.stage);
  return progress === undefined || progress.outcome === command.outcome;
}

/** Work that is held too long each time would go round without end, so that it becomes an incident. */
function requeue(
  { name: stage, attempts, holdFor }: Stage,
  { requeues = 0 }: Order,
  eventBase: EventBase,
): OrderEvent {
  if (requeues < attempts) return { ...eventBase(), type: 'StageRequeued', stage };
  const reason = `held longer than ${holdFor} s (holdFor) ${requeues + 1} times in a row`;
  return { ...eventBase(), type: 'IncidentOpened', stage, reason };
}

function complete(
  workflow: Workflow,
  order: Order,
  command: CommandOf<'complete'>,
  eventBase: EventBase,
): Decision {
  const allowed = stageNamed(workflow, order.stage).outcomes;
  if (allowed && !allowed.includes(command.outcome ?? '')) {
    return refuse('INVALID', `outcome must be one of ${allowed.join(', ')}`);
  }
  if (!allowed && command.outcome !== undefined) {
    return refuse('INVALID', `stage ${order.stage} has no outcomes`);
  }
  const next = order.route[order.route.indexOf(order.stage) + 1];
  if (next !== undefined) stageNamed(workflow, next);
  const done: OrderEvent = { ...eventBase(), type: 'StageCompleted', stage: order.stage };
  if (command.outcome !== undefined) done.outcome = command.outcome;
  if (next === undefined) return { events: [done, { ...eventBase(1), type: 'OrderFinished' }] };
  return { events: [{ ...done, next }] };
}
