import { describe, expect, test } from 'vitest';
import { createLagModel } from './lag-model.ts';
import type { GroupObservation, Observation } from './observation.ts';

type Log = [begin: number, end: number];
type Group = Partial<Omit<GroupObservation, 'committed' | 'owned' | 'targetDown' | 'paused'>> & {
  committed?: Record<number, number>;
  owned?: number[];
  targetDown?: number[];
  paused?: number[];
};

/** A collection of one topic with partitions from 0 on and one group, `seconds` after the start. */
function seen(seconds: number, logs: Log[], group: Group = {}): Observation {
  const { committed = {}, owned, targetDown = [], paused = [], ...rest } = group;
  return {
    at: seconds * 1_000,
    logs: new Map([['cakes', new Map(logs.map(([begin, end], p) => [p, { begin, end }]))]]),
    groups: [
      {
        group: 'bakers',
        state: 'Stable',
        readsAll: true,
        members: 1,
        committed: new Map([
          ['cakes', new Map(Object.entries(committed).map(([p, offset]) => [Number(p), offset]))],
        ]),
        owned: new Map([['cakes', new Set(owned ?? logs.keys())]]),
        targetDown: new Map([['cakes', new Set(targetDown)]]),
        paused: new Map([['cakes', new Set(paused)]]),
        ...rest,
      },
    ],
  };
}
const only = (model: ReturnType<typeof createLagModel>, observation: Observation) => {
  const topic = model.add(observation).groups[0]?.topics[0];
  if (!topic) throw new Error('no topic');
  return topic;
};

describe('lag', () => {
  test.each<[string, Log, number | undefined, number]>([
    ['the distance from the commit to the end', [0, 10], 7, 3],
    ['0 when all is committed', [0, 10], 10, 0],
    ['the whole log where nothing was ever committed', [4, 10], undefined, 6],
    ['what is left where retention deleted records behind the commit', [8, 10], 3, 2],
    ['0, and not less, when the commit happened after the end was fetched', [0, 10], 12, 0],
  ])('is %s', (_what, log, committed, lag) => {
    const group = committed === undefined ? {} : { committed: { 0: committed } };
    expect(only(createLagModel(), seen(0, [log], group)).lag).toBe(lag);
  });

  test('sums the partitions, and is unknown when one of them is', () => {
    const model = createLagModel();
    const logs: Log[] = [
      [0, 10],
      [0, 5],
    ];
    expect(only(model, seen(0, logs, { committed: { 0: 8, 1: 1 } })).lag).toBe(6);
    const partly = only(model, seen(5, [[0, 10]], { committed: { 0: 8, 1: 1 }, owned: [0, 1] }));
    expect(partly.lag).toBeUndefined();
    expect(partly.oldestAgeSeconds).toBeUndefined();
    expect(partly.partitions.map((p) => p.lag)).toEqual([2, undefined]);
  });

  test('of a group that assigns partitions manually counts only those it commits', () => {
    const logs: Log[] = [
      [0, 10],
      [0, 500],
    ];
    const simple = { readsAll: false, members: 0, owned: [], committed: { 0: 8 } };
    expect(only(createLagModel(), seen(0, logs, simple)).lag).toBe(2);
  });
});

describe('the age of the oldest waiting record', () => {
  test('comes from when the log passed its offset', () => {
    const model = createLagModel();
    model.add(seen(0, [[0, 0]], { committed: { 0: 0 } }));
    model.add(seen(10, [[0, 10]], { committed: { 0: 0 } }));
    expect(only(model, seen(20, [[0, 10]], { committed: { 0: 4 } })).oldestAgeSeconds).toBe(15);
    expect(only(model, seen(30, [[0, 10]], { committed: { 0: 10 } })).oldestAgeSeconds).toBe(0);
  });

  test('is unknown at first for what was there before, until the record has been read', () => {
    const model = createLagModel();
    expect(only(model, seen(100, [[0, 10]], { committed: { 0: 4 } })).oldestAgeSeconds).toBeUndefined();
    expect(model.pending(10)).toEqual([{ topic: 'cakes', partition: 0, offset: 4 }]);
    model.record({ topic: 'cakes', partition: 0, offset: 4 }, 40_000);
    expect(only(model, seen(110, [[0, 10]], { committed: { 0: 4 } })).oldestAgeSeconds).toBe(70);
    expect(model.pending(10)).toEqual([]);
    // Read once, and not requested again after the group has moved on.
    only(model, seen(120, [[0, 10]], { committed: { 0: 5 } }));
    expect(model.pending(10)).toEqual([{ topic: 'cakes', partition: 0, offset: 5 }]);
  });

  test('requests the furthest behind first, and no more than allowed', () => {
    const model = createLagModel();
    const logs: Log[] = [
      [0, 10],
      [0, 900],
      [0, 100],
    ];
    model.add(seen(0, logs, { committed: { 0: 1, 1: 1, 2: 1 } }));
    expect(model.pending(2).map((p) => p.partition)).toEqual([1, 2]);
  });
});

describe('rates', () => {
  const model = createLagModel();
  model.add(seen(0, [[0, 0]], { committed: { 0: 0 } }));
  test('are unknown before enough was observed', () => {
    const early = only(model, seen(5, [[0, 50]], { committed: { 0: 10 } }));
    expect([early.inRate, early.outRate, early.drainSeconds]).toEqual([undefined, undefined, undefined]);
  });
  test('give the time to drain, if the lag shrinks', () => {
    const growing = only(model, seen(20, [[0, 200]], { committed: { 0: 100 } }));
    expect(growing).toMatchObject({ inRate: 10, outRate: 5 });
    expect(growing.drainSeconds).toBeUndefined();
    const shrinking = only(model, seen(100, [[0, 200]], { committed: { 0: 180 } }));
    expect(shrinking).toMatchObject({ lag: 20, inRate: 0, outRate: 1, drainSeconds: 20 });
    const done = only(model, seen(110, [[0, 200]], { committed: { 0: 200 } }));
    expect(done.drainSeconds).toBe(0);
  });
});

test('reports since when each commit is where it is, and nothing where there is none', () => {
  const model = createLagModel();
  const sinceAt = (seconds: number, committed: Record<number, number>) =>
    only(
      model,
      seen(
        seconds,
        [
          [0, 9],
          [0, 9],
        ],
        { committed },
      ),
    ).partitions.map((p) => p.unchangedSince);
  expect(sinceAt(0, { 0: 3 })).toEqual([0, undefined]);
  expect(sinceAt(5, { 0: 3 })).toEqual([0, undefined]);
  expect(sinceAt(10, { 0: 4, 1: 1 })).toEqual([10_000, 10_000]);
  expect(sinceAt(20, { 0: 4, 1: 1 })).toEqual([10_000, 10_000]);
});

describe('a stalled partition', () => {
  const at = (model: ReturnType<typeof createLagModel>, seconds: number, end: number, committed: number) =>
    only(model, seen(seconds, [[0, end]], { committed: { 0: committed } })).stalled;
  test('is one where records wait and arrive, and the group has not moved for a while', () => {
    const model = createLagModel();
    expect([at(model, 0, 10, 5), at(model, 30, 20, 5), at(model, 59, 30, 5)]).toEqual([0, 0, 0]);
    expect(at(model, 61, 40, 5)).toBe(1);
    expect(at(model, 70, 50, 6)).toBe(0);
  });
  test('is not one where nothing waited until a moment ago, however old its last commit is', () => {
    const model = createLagModel();
    expect([at(model, 0, 5, 5), at(model, 100, 5, 5), at(model, 110, 9, 5)]).toEqual([0, 0, 0]);
    expect([at(model, 140, 12, 5), at(model, 175, 14, 5)]).toEqual([0, 1]);
  });
  test('is not one where people have paused the work, and is one again after that', () => {
    const model = createLagModel();
    const paused = (seconds: number, end: number, partitions: number[]) => {
      const one = only(
        model,
        seen(seconds, [[0, end]], { committed: { 0: 5 }, owned: [0], paused: partitions }),
      );
      return [one.paused, one.stalled, one.partitions.some(({ stalled }) => stalled)];
    };
    expect(paused(0, 10, [0])).toEqual([true, 0, false]);
    expect(paused(61, 40, [0])).toEqual([true, 0, false]);
    expect(paused(70, 50, [])).toEqual([false, 1, true]);
  });
  test('is not one where nothing arrives: a slow group may need long for its last record', () => {
    const model = createLagModel();
    at(model, 0, 10, 5);
    expect([at(model, 61, 10, 5), at(model, 130, 10, 5)]).toEqual([0, 0]);
  });
});

test('reports members and unowned partitions, as unknown where the group does not report them', () => {
  const logs: Log[] = [
    [0, 1],
    [0, 1],
  ];
  expect(only(createLagModel(), seen(0, logs, { owned: [1] })).unowned).toBe(1);
  expect(only(createLagModel(), seen(0, logs, { members: undefined, owned: [] })).unowned).toBeUndefined();
});

describe('a dependency that is down', () => {
  const logs: Log[] = [
    [0, 9],
    [0, 9],
  ];
  test.each<[string, boolean, Group]>([
    ['is reported by one member', true, { targetDown: [1] }],
    ['is not down where no member reports it', false, {}],
    [
      'is not reported by members that left',
      false,
      { targetDown: [0, 1], state: 'Empty', members: 0, owned: [] },
    ],
    ['is not reported by a partition without an owner', false, { targetDown: [1], owned: [0] }],
    ['persists during a rebalance', true, { targetDown: [1], state: 'PreparingRebalance', owned: [] }],
    ['is reported where members are unknown', true, { targetDown: [1], state: 'Dead', members: undefined }],
  ])('%s', (_what, dependencyDown, group) => {
    const seenOnce = seen(0, logs, { committed: { 0: 1, 1: 1 }, ...group });
    expect(only(createLagModel(), seenOnce).dependencyDown).toBe(dependencyDown);
  });
});

test('drops groups and logs that no longer exist', () => {
  const model = createLagModel();
  model.add(seen(0, [[0, 10]], { committed: { 0: 4 } }));
  const gone = model.add({ at: 5_000, logs: new Map(), groups: [] });
  expect(gone.groups).toEqual([]);
  expect(only(model, seen(10, [[0, 20]], { committed: { 0: 4 } })).inRate).toBeUndefined();
});
