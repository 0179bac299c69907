import { describe, expect, test } from 'vitest';
import type { Actor, Command, CommandType } from '../contracts/command.ts';
import { ann, bob, boss, carl, command, dora, given, worker } from '../testing/decider-spec.ts';

/** What happened to an order before, by the columns of the decider's table. */
const columns = {
  nothing: [],
  waiting: ['place'],
  started: ['place', 'start mix'],
  'claimed by ann': ['place', 'claim mix'],
  incident: ['place', 'fail mix'],
  'waiting at bake': ['place', 'complete mix'],
  'started at bake': ['place', 'complete mix', 'start bake'],
  'claimed at bake': ['place', 'complete mix', 'claim bake'],
  'incident at bake': ['place', 'complete mix', 'fail bake'],
  'waiting at taste': ['place', 'complete mix', 'complete bake'],
  finished: ['place', 'complete mix', 'complete bake', 'complete taste'],
  cancelled: ['place', 'cancel'],
  scrapped: ['place', 'fail mix', 'resolve'],
} as const satisfies Record<string, readonly string[]>;
type Column = keyof typeof columns;

/** One way to each column: carl's order, ann does what people do. */
function history(column: Column): Command[] {
  return columns[column].map((step) => {
    const [type, stage] = step.split(' ');
    if (type === 'place') return command('place', carl);
    if (type === 'cancel') return command('cancel', carl);
    if (type === 'resolve') return command('resolve', boss, { action: 'scrap' });
    const outcome = stage === 'taste' ? { outcome: 'approve' } : {};
    return command(type as CommandType, type === 'start' ? worker : ann, { stage, ...outcome });
  });
}

type Row = [what: string, by: Actor, fields: Record<string, unknown>, cells: Partial<Record<Column, string>>];
const mix = { stage: 'mix' };
const closed = { finished: 'CLOSED', cancelled: 'CLOSED', scrapped: 'CLOSED' };
const tooLate = { finished: 'TOO_LATE', cancelled: 'TOO_LATE', scrapped: 'TOO_LATE' };
const stop = 'IncidentOpened, withdrawal, incident';
const back = { action: 'rework', stage: 'mix' };

const rows: Row[] = [
  ['place', carl, {}, { nothing: 'OrderPlaced, ticket' }],
  [
    'start',
    worker,
    { ...mix, visit: 1 },
    {
      nothing: 'NOT_FOUND',
      waiting: 'StageStarted',
      started: '-',
      'claimed by ann': 'CLAIMED',
      incident: 'AT_INCIDENT',
      'waiting at bake': 'STALE',
      ...closed,
    },
  ],
  [
    'claim',
    bob,
    mix,
    {
      nothing: 'NOT_FOUND',
      waiting: 'StageClaimed, withdrawal',
      started: 'StageClaimed, withdrawal',
      'claimed by ann': 'CLAIMED',
      incident: 'AT_INCIDENT',
      'waiting at bake': 'NOT_AT_STAGE',
      ...closed,
    },
  ],
  ['claim', ann, mix, { 'claimed by ann': '-' }],
  ['claim', boss, mix, { 'claimed by ann': 'StageClaimed, withdrawal', incident: 'AT_INCIDENT' }],
  ['claim', { kind: 'worker', name: 'ann' }, mix, { 'claimed by ann': 'CLAIMED' }],
  [
    'release',
    ann,
    mix,
    {
      nothing: 'NOT_FOUND',
      waiting: 'NOT_CLAIMED',
      started: 'NOT_CLAIMED',
      'claimed by ann': 'StageReleased, ticket',
      incident: 'NOT_CLAIMED',
      ...closed,
    },
  ],
  ['release', bob, mix, { 'claimed by ann': 'CLAIMED' }],
  ['release', boss, mix, { 'claimed by ann': 'StageReleased, ticket' }],
  ['release', { kind: 'worker', name: 'ann' }, mix, { 'claimed by ann': 'CLAIMED' }],
  [
    'complete',
    worker,
    { ...mix, visit: 1 },
    {
      nothing: 'NOT_FOUND',
      waiting: 'StageCompleted, ticket',
      started: 'StageCompleted, ticket',
      'claimed by ann': 'CLAIMED',
      incident: 'AT_INCIDENT',
      'waiting at bake': 'STALE',
      ...closed,
    },
  ],
  [
    'complete',
    bob,
    mix,
    {
      waiting: 'StageCompleted, ticket, withdrawal',
      started: 'StageCompleted, ticket, withdrawal',
      'claimed by ann': 'CLAIMED',
      incident: 'AT_INCIDENT',
      ...closed,
    },
  ],
  ['complete', ann, mix, { 'claimed by ann': 'StageCompleted, ticket, withdrawal' }],
  [
    'complete',
    worker,
    { stage: 'taste', visit: 3, outcome: 'approve' },
    { 'waiting at taste': 'StageCompleted, OrderFinished, result', finished: '-', cancelled: 'CLOSED' },
  ],
  [
    'complete',
    ann,
    { stage: 'taste', outcome: 'approve' },
    { 'waiting at taste': 'StageCompleted, OrderFinished, withdrawal, result', finished: '-' },
  ],
  [
    'recall',
    ann,
    mix,
    {
      nothing: 'NOT_FOUND',
      waiting: 'TOO_LATE',
      'waiting at bake': 'StageRecalled, ticket, withdrawal',
      'started at bake': 'TOO_LATE',
      'claimed at bake': 'TOO_LATE',
      'incident at bake': 'AT_INCIDENT',
      'waiting at taste': 'TOO_LATE',
      ...tooLate,
    },
  ],
  [
    'fail',
    worker,
    { ...mix, visit: 1 },
    { waiting: stop, started: stop, 'claimed by ann': 'CLAIMED', incident: '-', ...closed },
  ],
  ['fail', ann, mix, { waiting: stop, started: stop, 'claimed by ann': stop, incident: '-', ...closed }],
  ['fail', bob, mix, { 'claimed by ann': 'CLAIMED' }],
  [
    'requeue',
    worker,
    { ...mix, visit: 1 },
    {
      nothing: 'NOT_FOUND',
      waiting: 'StageRequeued, ticket',
      started: 'StageRequeued, ticket',
      'claimed by ann': 'CLAIMED',
      incident: 'AT_INCIDENT',
      ...closed,
    },
  ],
  ...[carl, bob].map(
    (by): Row => [
      'cancel',
      by,
      {},
      {
        nothing: 'NOT_FOUND',
        waiting: 'OrderCancelled, withdrawal',
        started: 'OrderCancelled, withdrawal',
        'claimed by ann': 'OrderCancelled, withdrawal',
        'waiting at bake': 'TOO_LATE',
        'started at bake': 'TOO_LATE',
        'claimed at bake': 'TOO_LATE',
        'incident at bake': 'OrderCancelled, withdrawal, incidentresolved',
        incident: 'OrderCancelled, withdrawal, incidentresolved',
        cancelled: '-',
        finished: 'CLOSED',
        scrapped: 'CLOSED',
      },
    ],
  ),
  [
    'mark',
    ann,
    { rushed: true },
    {
      nothing: 'NOT_FOUND',
      waiting: 'OrderMarked',
      started: 'OrderMarked',
      'claimed by ann': 'OrderMarked',
      incident: 'OrderMarked',
      'waiting at bake': 'OrderMarked',
      ...closed,
    },
  ],
  ['mark', ann, { rushed: false }, { waiting: '-' }],
  [
    'mark',
    ann,
    { held: true },
    { waiting: 'INVALID', 'waiting at taste': 'OrderMarked', incident: 'AT_INCIDENT', ...closed },
  ],
  ['cancel', dora, {}, { waiting: 'NOT_FOUND', incident: 'NOT_FOUND', finished: 'NOT_FOUND' }],
  ...(['retry', 'rework', 'scrap'] as const).map(
    (action): Row => [
      'resolve',
      boss,
      action === 'rework' ? back : { action },
      {
        nothing: 'NOT_FOUND',
        waiting: 'NOT_AN_INCIDENT',
        started: 'NOT_AN_INCIDENT',
        'claimed by ann': 'NOT_AN_INCIDENT',
        'incident at bake':
          action === 'scrap' ? 'OrderScrapped, incidentresolved' : 'OrderRedriven, ticket, incidentresolved',
        ...closed,
      },
    ],
  ),
];

const cells = rows.flatMap(([type, by, fields, answers]) =>
  Object.entries(answers).map(([column, answer]) => {
    const told = [
      fields.action,
      fields.stage && `at ${fields.stage}`,
      fields.visit && `visit ${fields.visit}`,
    ];
    const what = [type, ...told.filter(Boolean)].join(' ');
    return { type: type as CommandType, by, fields, column: column as Column, answer, what };
  }),
);

describe('What the decider answers', () => {
  test.each(cells)('$what by $by.kind $by.name, $column: $answer', (cell) => {
    const { summary } = given(history(cell.column)).when(command(cell.type, cell.by, cell.fields));
    expect(summary).toBe(cell.answer);
  });

  test('every command but place meets every open column', () => {
    const met = new Set(cells.map((c) => `${c.type} ${c.column.split(' ')[0]}`));
    const types = 'start claim release complete fail requeue cancel mark resolve recall'.split(' ');
    const open = ['waiting', 'started', 'claimed', 'incident', 'finished', 'cancelled', 'scrapped'];
    expect(types.flatMap((t) => open.map((c) => `${t} ${c}`)).filter((cell) => !met.has(cell))).toEqual([]);
  });
});
