import fc from 'fast-check';
import { type Actor, type Command, type CommandType, commandSchema } from '../contracts/command.ts';
import type { Order } from '../contracts/order.ts';
import { ann, bob, boss, carl, dora, worker } from './decider-spec.ts';

/** What the property tests draw: steps of a history, most of them valid, some not. */

const types: CommandType[] = [
  'place',
  'start',
  'claim',
  'release',
  'complete',
  'recall',
  'fail',
  'requeue',
  'cancel',
  'mark',
  'resolve',
];
const actors: Actor[] = [worker, ann, bob, boss, carl, dora];
const stages = ['mix', 'bake', 'taste'];

/** One step: a command built for the order as it is then, a repeat of an earlier command, or a crash. */
export const step = fc.record({
  kind: fc.constantFrom('command', 'command', 'advance', 'advance', 'advance', 'repeat', 'crash'),
  order: fc.constantFrom(0, 0, 0, 1, 2),
  type: fc.constantFrom(...types, 'complete' as const, 'complete' as const),
  by: fc.constantFrom(...actors, worker),
  /** Mostly the order's present stage and visit, sometimes another. */
  stage: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, fc.constantFrom(...stages, 'paint')),
  visitOff: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.integer({ min: -2, max: 2 })),
  hash: fc.constantFrom(undefined, 'a', 'b'),
  action: fc.constantFrom('retry', 'rework', 'scrap'),
  outcome: fc.constantFrom('approve', 'approve', 'reject', undefined),
  which: fc.nat({ max: 100 }),
  later: fc.nat({ max: 45 }),
});
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The command that a drawn step means for the order as it is now. */
export function commandFor(s: Step, order: Order | undefined, id: string, orderId: string): Command {
  const { type, by } = s.kind === 'advance' ? fitting(s, order) : s;
  const astray = s.kind !== 'advance';
  const stage = (astray ? s.stage : undefined) ?? earlier(type, order) ?? order?.stage ?? 'mix';
  const visit = (order?.visit ?? 1) + (astray ? s.visitOff : 0);
  const outcome = astray ? s.outcome : 'approve';
  return commandSchema.parse({
    id,
    orderId,
    by,
    type,
    ...(s.hash === undefined ? {} : { bodyHash: s.hash }),
    ...(['place', 'cancel', 'mark', 'resolve'].includes(type) ? {} : { stage, visit }),
    ...(type === 'place' ? { details: { flavour: 'x' }, keyHash: orderId } : {}),
    ...(type === 'fail' ? { reason: 'r' } : {}),
    ...(type === 'mark' ? { rushed: s.which % 2 === 0, held: s.which % 3 === 0 } : {}),
    ...(type === 'resolve' ? { action: s.action, stage } : {}),
    ...(type === 'complete' && outcome !== undefined && stage === 'taste' ? { outcome } : {}),
  });
}

/** A command that moves the order on, so that histories get far and are not only refused. */
function fitting(s: Step, order: Order | undefined): { type: CommandType; by: Actor } {
  if (!order) return { type: 'place', by: carl };
  if (order.status === 'incident') return { type: 'resolve', by: boss };
  if (order.claimedBy !== undefined) return { type: s.which % 2 ? 'release' : 'complete', by: boss };
  const choice = (['complete', 'complete', 'complete', 'recall', 'claim', 'start', 'fail'] as const)[
    s.which % 7
  ];
  return { type: choice ?? 'complete', by: s.by.kind === 'customer' ? worker : s.by };
}

function earlier(type: CommandType, order: Order | undefined): string | undefined {
  return type === 'recall' && order ? order.route[order.route.indexOf(order.stage) - 1] : undefined;
}
