import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { topicsOf } from '@cupcakery/workflow/contracts/topics';
import { parseWorkflow, type Stage } from '@cupcakery/workflow/file/workflow-file';
import { parse } from 'yaml';
import { z } from 'zod';
import { amount, table } from './markdown-table.ts';
import { bytesOfOrder } from './order-bytes.ts';
import { capacityFor, closedOrdersOf, memoryOf, mostPerSecond, needOf, type Views } from './sizing.ts';
import { heldTable, withdrawalsTable } from './worker-tables.ts';

const read = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${name}`, import.meta.url)), 'utf8');

const workflowFile = 'charts/cupcakery/workflows/cupcakes.yaml';
const workflow = parseWorkflow(read(workflowFile), workflowFile);
const rates = [1, 10, 100];

const workload = z.object({
  replicas: z.int().default(0),
  resources: z.object({ requests: z.object({ cpu: z.string(), memory: z.string() }) }),
});
const viewed = workload.extend({ maxOrders: z.int() });
const chartValues = z.object({
  orderApi: viewed,
  orderProcessor: workload,
  gateway: viewed.extend({ resumeEvents: z.int(), maxFrameBytes: z.int() }),
  stageWorker: workload,
  web: workload,
});
const values = chartValues.parse(parse(read('charts/cupcakery/values.yaml')));

const { maxOrders, resumeEvents, maxFrameBytes } = values.gateway;
const defaults: Views = { maxOrders, resumeEvents, maxFrameBytes, workflows: 1 };
/** Rows of the table of memory; a test holds each against the chart's own guard. */
export const views: Record<string, Views> = {
  'as the chart has it': defaults,
  'two workflows': { ...defaults, workflows: 2 },
  'deploy/gke': { ...defaults, maxOrders: 200_000, maxFrameBytes: 256 * 2 ** 20 },
  'a day of 10 orders/s': { ...defaults, maxOrders: 864_000 },
};

function replicas(stage: Stage, perSecond: number): string {
  const { byCapacity, byPartitions } = needOf(stage, workflow.partitions, perSecond);
  if (byPartitions === undefined) {
    const capacity = capacityFor(stage, workflow.partitions, perSecond);
    return `**${byCapacity} partitions**, or capacity ${capacity}`;
  }
  return byPartitions === byCapacity ? String(byCapacity) : `${byCapacity}, then ${byPartitions}`;
}

const stages = (): string =>
  table(
    ['stage', 'takes', 'capacity', ...rates.map((rate) => `${rate}/s`), `most with ${workflow.partitions}`],
    workflow.stages.map((stage) => [
      stage.name,
      `${stage.takes} s`,
      stage.capacity,
      ...rates.map((rate) => replicas(stage, rate)),
      `${amount(mostPerSecond(stage, workflow.partitions))}/s`,
    ]),
  );

const memory = (): string =>
  table(
    ['', '`maxOrders`', '`resumeEvents`', '`maxFrameBytes`', 'workflows', 'order-api', 'gateway'],
    Object.entries(views).map(([name, view]) => {
      const { orderApi, gateway } = memoryOf(view);
      const given = [view.maxOrders, view.resumeEvents, view.maxFrameBytes, view.workflows].map(amount);
      return [name, ...given, `${orderApi}Mi`, `${gateway}Mi`];
    }),
  );

const processor = (): string =>
  table(
    ['orders/s', 'closed orders kept', 'memory for them'],
    rates.map((rate) => [
      rate,
      amount(rate * workflow.archiveAfter),
      `${amount(closedOrdersOf(workflow, rate))} MiB`,
    ]),
  );

function kept(config: Record<string, string>): string {
  if (config['cleanup.policy'] === 'compact') return 'the last of each order; tombstone at `archiveAfter`';
  const ms = Number(config['retention.ms']);
  return ms < 0 ? 'unlimited' : `${ms / 3_600_000} h`;
}

/** Bytes of an order, in topics that keep them without limit and in all. */
function disk() {
  const config = new Map(topicsOf(workflow).map((topic) => [topic.name, topic.config]));
  const rows = bytesOfOrder(workflow, { flavour: 'Vanilla', size: 'M', quantity: 6 }).map((row) => ({
    ...row,
    kept: kept(config.get(row.topic) ?? {}),
  }));
  const sum = (of: typeof rows, size: 'alone' | 'together') =>
    of.reduce((total, row) => total + row[size], 0);
  const unlimited = rows.filter((row) => row.kept === 'unlimited');
  return {
    rows,
    unlimited: sum(unlimited, 'alone'),
    all: sum(rows, 'alone'),
    allTogether: sum(rows, 'together'),
  };
}

function diskTable(): string {
  const { rows, unlimited, all, allTogether } = disk();
  return table(
    ['topic', 'records', 'bytes alone', 'bytes in full batches', 'kept'],
    [
      ...rows.map((row) => [
        `\`${row.topic}\``,
        row.records,
        amount(row.alone),
        amount(row.together),
        row.kept,
      ]),
      ['all', '', amount(all), amount(allTogether), `${amount(unlimited)} bytes of them without limit`],
    ],
  );
}

function diskRates(): string {
  const { unlimited, all } = disk();
  const gigabytes = (bytes: number, seconds: number) => `${amount((bytes * seconds) / 1e9)} GB`;
  const day = 86_400;
  return table(
    [
      'orders/s',
      'written a day, one copy',
      'written a day, three copies',
      'stays without limit, a year, three copies',
    ],
    rates.map((rate) => [
      rate,
      gigabytes(all, rate * day),
      gigabytes(3 * all, rate * day),
      gigabytes(3 * unlimited, rate * day * 365),
    ]),
  );
}

const millicores = (cpu: string): number =>
  cpu.endsWith('m') ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000;
const mebibytes = (text: string): number => Number(/^(\d+)Mi$/.exec(text)?.[1]);

function requests(): string {
  const { stageWorker, ...fixed } = values;
  const workers = (count: number) => ({ ...stageWorker, replicas: count });
  const total = (of: z.infer<typeof workload>[]): [string, string] => {
    const sum = (each: (one: z.infer<typeof workload>) => number) =>
      of.reduce((all, one) => all + one.replicas * each(one), 0);
    const cores = sum(({ resources }) => millicores(resources.requests.cpu)) / 1000;
    const memoryOfAll = sum(({ resources }) => mebibytes(resources.requests.memory)) / 1024;
    return [cores.toFixed(2), `${memoryOfAll.toFixed(1)} GiB`];
  };
  const count = workflow.stages.length;
  return table(
    ['', 'cores', 'memory'],
    [
      ['order-api, order-processor, gateway, web', ...total(Object.values(fixed))],
      [`workers, one for each of ${count} stages`, ...total([workers(count)])],
      [`workers, ${workflow.partitions} for each stage`, ...total([workers(count * workflow.partitions)])],
    ],
  );
}

/** The tables of deploy/sizing.md by name. */
export const tables: Record<string, () => string> = {
  stages,
  memory,
  processor,
  held: () => heldTable(),
  withdrawals: () => withdrawalsTable(workflow, rates),
  disk: diskTable,
  'disk by rate': diskRates,
  requests,
};
