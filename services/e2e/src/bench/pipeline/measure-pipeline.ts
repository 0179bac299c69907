import { join } from 'node:path';
import { type Child, startNode } from '../../processes/child.ts';
import type { Broker } from '../../test-system/broker.ts';
import { startTestSystem } from '../../test-system/test-system.ts';
import { waitFor } from '../../tools/wait.ts';
import { median, quantile, withCpu } from '../measuring/measure.ts';
import { partitionOf } from '../measuring/partition-of.ts';
import { createPlainTopics } from '../measuring/plain-topics.ts';
import { benchWorkflow, placeCommand, placedOrder, stageNames } from '../measuring/workflow.ts';
import { createOrderLoad, type OrderLoad } from './order-load.ts';

/** Figures of one way to move orders through five stages. CPU without that of the broker and the load. */
export type PipelineFigures = {
  ordersPerSecond: number;
  cpuSecondsPer1000: number;
  steadyP50Ms: number;
  steadyP99Ms: number;
  steadyCpuCores: number;
  singleP50Ms: number;
};
export type PipelineSizes = { warmUp: number; flood: number; floods: number; steady: number; single: number };

const partitions = 4;
const steadyPerSecond = 50;

async function figuresOf(
  load: OrderLoad,
  pids: number[],
  sizes: PipelineSizes,
  log: (text: string) => void,
): Promise<PipelineFigures> {
  await load.flood(sizes.warmUp);
  const floods: { result: number; cpu: number }[] = [];
  for (let i = 0; i < sizes.floods; i++) {
    floods.push(await withCpu(pids, () => load.flood(sizes.flood)));
    log(`  ${Math.round(floods.at(-1)?.result ?? 0)} orders/s`);
  }
  const steady = await withCpu(pids, () => load.steady(sizes.steady, steadyPerSecond));
  const single = await load.single(sizes.single);
  return {
    ordersPerSecond: median(floods.map((f) => f.result)),
    cpuSecondsPer1000: median(floods.map((f) => (f.cpu / sizes.flood) * 1000)),
    steadyP50Ms: quantile(steady.result, 0.5),
    steadyP99Ms: quantile(steady.result, 0.99),
    steadyCpuCores: steady.cpu / (sizes.steady / steadyPerSecond),
    singleP50Ms: median(single),
  };
}

/** Cupcakery: one order-processor, one stage-worker for all stages. */
export async function measurePipeline(
  options: { broker: Broker; dir: string; name: string; announceStart: boolean; sizes: PipelineSizes },
  log: (text: string) => void,
): Promise<PipelineFigures> {
  const { broker, dir, name, announceStart, sizes } = options;
  const workflow = benchWorkflow(name, announceStart);
  const system = await startTestSystem({
    dir: join(dir, name),
    broker,
    workflow,
    partitions,
    processors: 1,
    workers: 1,
    api: false,
  });
  try {
    const load = await createOrderLoad({
      brokers: broker.address,
      input: system.names.topics.commands,
      results: system.names.topics.results,
      record: (id, n) => ({
        topic: system.names.topics.commands,
        partition: partitionOf(id, n),
        key: id,
        value: placeCommand(id),
      }),
    });
    const pids = [...system.services.values()].map((s) => s.pid);
    const figures = await figuresOf(load, pids, sizes, log);
    await load.stop();
    return figures;
  } finally {
    await system.stop();
  }
}

/** The plain chain in as many processes: hops 0 to 2 in one, 3 to 5 in the other. */
export async function measureChain(
  options: { broker: Broker; dir: string; sizes: PipelineSizes },
  log: (text: string) => void,
): Promise<PipelineFigures> {
  const { broker, dir, sizes } = options;
  const hops = stageNames.length + 1;
  const topics = [
    ...Array.from({ length: hops }, (_, i) => `chain.${i}`),
    'chain.events',
    'chain.orders',
    'chain.results',
  ];
  await createPlainTopics(broker.address, topics, partitions);
  const children: Child[] = [];
  try {
    for (const part of [
      [0, 1, 2],
      [3, 4, 5],
    ])
      children.push(await startChainProcess(broker, dir, part));
    const load = await createOrderLoad({
      brokers: broker.address,
      input: 'chain.0',
      results: 'chain.results',
      record: (id, n) => ({
        topic: 'chain.0',
        partition: partitionOf(id, n),
        key: id,
        value: placedOrder(id),
      }),
    });
    const figures = await figuresOf(
      load,
      children.map((c) => c.pid),
      sizes,
      log,
    );
    await load.stop();
    return figures;
  } finally {
    await Promise.all(children.map((c) => c.stop()));
  }
}

async function startChainProcess(broker: Broker, dir: string, hops: number[]): Promise<Child> {
  let printed = '';
  const child = startNode(['services/e2e/src/bench/pipeline/chain-main.ts'], {
    env: { KAFKA_BROKERS: broker.address, HOPS: hops.join(','), STAGES: stageNames.join(',') },
    logFile: join(dir, `chain-${hops[0]}.log`),
    onStdout: (text) => {
      printed += text;
    },
  });
  await waitFor('the chain', () => printed.includes('ready'), { withinMs: 60_000 });
  return child;
}
