import { readFileSync } from 'node:fs';
import { topicsOf } from '@cupcakery/workflow/contracts/topics';
import { parseWorkflow } from '@cupcakery/workflow/file/workflow-file';
import { describe, expect, test } from 'vitest';
import { refusal } from '../rendering/helm.ts';
import { tea } from '../rendering/renderings.ts';
import { bytesOfOrder } from './order-bytes.ts';
import {
  capacityFor,
  heldTicketsOf,
  memoryOf,
  mostPerSecond,
  needOf,
  processorMemoryOf,
  type Views,
} from './sizing.ts';
import { currentSizing } from './sizing-doc.ts';
import { views } from './sizing-tables.ts';

const file = 'charts/cupcakery/workflows/cupcakes.yaml';
const cupcakes = parseWorkflow(readFileSync(file, 'utf8'), file);
const bake = cupcakes.stages.find(({ name }) => name === 'bake');
if (bake === undefined) throw new Error('there is no stage bake');

test('the page of sizes matches the current workflow, values and code', () => {
  const { present, wanted } = currentSizing();
  expect(present, 'run node deploy/charts/sizing/sizing-doc.ts').toBe(wanted);
});

describe('a stage needs', () => {
  test('replicas whose capacity holds what is in work', () => {
    expect(needOf(bake, 12, 10)).toEqual({ inWork: 50, byCapacity: 7, byPartitions: 12 });
    expect(needOf(bake, 12, 1)).toEqual({ inWork: 5, byCapacity: 1, byPartitions: 1 });
    // At most so many that each of the 12 has its own partition, with nothing to spare.
    expect(mostPerSecond(bake, 12)).toBe(19.2);
    expect(needOf(bake, 12, 19.2)).toMatchObject({ byCapacity: 12, byPartitions: 12 });
  });

  test('more partitions or more capacity where one partition is too much for a replica', () => {
    expect(needOf(bake, 12, 100)).toMatchObject({ byCapacity: 63, byPartitions: undefined });
    expect(needOf({ ...bake, capacity: capacityFor(bake, 12, 100) }, 12, 100)).toMatchObject({
      byPartitions: 12,
    });
    expect(needOf(bake, 63, 100)).toMatchObject({ byPartitions: 63 });
  });
});

describe('memory', () => {
  const refusedWith = (view: Views, orderApi: number, gateway: number) => {
    const { maxOrders, resumeEvents, maxFrameBytes, workflows } = view;
    const limited = (mebibytes: number) => ({ resources: { limits: { memory: `${mebibytes}Mi` } } });
    return refusal('cupcakery', {
      orderApi: { maxOrders, ...limited(orderApi) },
      gateway: { maxOrders, resumeEvents, maxFrameBytes, ...limited(gateway) },
      workflows: { inline: workflows === 2 ? { 'tea-time': tea } : {} },
    });
  };

  test.each(Object.entries(views))(
    '%s: the chart wants what the page says, and refuses a mebibyte less',
    (_, view) => {
      const { orderApi, gateway } = memoryOf(view);
      expect(refusedWith(view, orderApi - 1, gateway)).toMatch(`needs ${orderApi}Mi`);
      expect(refusedWith(view, orderApi, gateway - 1)).toMatch(`need ${gateway}Mi`);
    },
  );
});

describe('an order on disk', () => {
  const bytes = bytesOfOrder(cupcakes, { flavour: 'Vanilla', size: 'M', quantity: 6 });

  test('is on all topics but those for what goes otherwise than planned', () => {
    const names = topicsOf(cupcakes).map(({ name }) => name);
    const others = [
      ...['cupcakes.contacts', 'cupcakes.control'],
      ...['cupcakes.withdrawals', 'cupcakes.incidents'],
    ];
    expect(bytes.map(({ topic }) => topic).sort()).toEqual(
      names.filter((name) => !others.includes(name)).sort(),
    );
  });

  test('has one snapshot an event, and needs less in full batches than alone', () => {
    const of = (topic: string) => bytes.find((row) => row.topic === topic);
    // Placed, five stages started and completed, finished.
    expect(of('cupcakes.order-events')?.records).toBe(12);
    expect(of('cupcakes.orders')?.records).toBe(12);
    for (const { topic, alone, together } of bytes) expect(together, topic).toBeLessThan(alone);
  });
});

test.each([2, 10])(
  'memory of the order-processor for %i orders a second: a mebibyte less is refused',
  (ordersPerSecond) => {
    const refusedWith = (mebibytes: number) =>
      refusal('cupcakery', {
        orderProcessor: { ordersPerSecond, resources: { limits: { memory: `${mebibytes}Mi` } } },
      });
    const needed = processorMemoryOf(cupcakes, ordersPerSecond);
    expect(refusedWith(needed - 1)).toMatch(
      `ordersPerSecond ${ordersPerSecond} of cupcakes, kept for its archiveAfter, needs ${needed}Mi`,
    );
    expect(refusedWith(needed)).toBeUndefined();
  },
);

describe('memory of the worker of a manual stage', () => {
  const refusedWith = (maxHeld: number, mebibytes: number) =>
    refusal('cupcakery', {
      stageWorker: { maxHeld, resources: { limits: { memory: `${mebibytes}Mi` } } },
      // One of its stages is manual.
      workflows: { files: '', inline: { 'tea-time': tea } },
    });

  test.each([100_000, 200_000])(
    '%i held: the chart refuses a mebibyte less than the page says',
    (maxHeld) => {
      expect(refusedWith(maxHeld, heldTicketsOf(maxHeld) - 1)).toMatch(
        `maxHeld ${maxHeld} tickets of this manual stage, which needs ${heldTicketsOf(maxHeld)}Mi`,
      );
      expect(refusedWith(maxHeld, heldTicketsOf(maxHeld))).toBeUndefined();
    },
  );

  test('stages that work by themselves hold no tickets, so the bound is no matter of theirs', () => {
    expect(refusal('cupcakery', { stageWorker: { maxHeld: 10_000_000 } })).toBeUndefined();
  });
});
