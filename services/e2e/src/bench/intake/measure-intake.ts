import { join } from 'node:path';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { z } from 'zod';
import { startNode } from '../../processes/child.ts';
import type { Broker } from '../../test-system/broker.ts';
import { startTestSystem } from '../../test-system/test-system.ts';
import { waitFor } from '../../tools/wait.ts';
import { withCpu } from '../measuring/measure.ts';
import { createPlainTopics } from '../measuring/plain-topics.ts';
import { benchWorkflow } from '../measuring/workflow.ts';

/** Requests answered 201 per second; `others` were answered otherwise. */
export type IntakeFigures = { perSecond: number; others: number; p99: number; cpuSecondsPer1000: number };
export type IntakeSizes = { connections: number; seconds: number; warmUpSeconds: number };

const printedLine = z.object({ perSecond: z.number(), others: z.number(), p99: z.number() });

/** order-api with the order-processor behind it: an answer means decided. */
export async function measureOrderApi(options: {
  broker: Broker;
  dir: string;
  sizes: IntakeSizes;
}): Promise<IntakeFigures> {
  const { broker, dir, sizes } = options;
  const name = 'intake';
  const system = await startTestSystem({
    dir: join(dir, name),
    broker,
    workflow: benchWorkflow(name, false),
    partitions: 4,
    processors: 1,
    workers: 0,
    apiEnv: { FACTORY_WORKFLOW: name },
  });
  try {
    return await measure(`${system.url}/api/v1/order`, dir, system.service('api').pid, sizes);
  } finally {
    await system.stop();
  }
}

/** node:http and kafkajs: an answer means written. */
export async function measureBare(options: {
  broker: Broker;
  dir: string;
  sizes: IntakeSizes;
}): Promise<IntakeFigures> {
  const { broker, dir, sizes } = options;
  await createPlainTopics(broker.address, ['bare.commands'], 4);
  const [port = 0] = await freePorts(1);
  let printed = '';
  const child = startNode(['services/e2e/src/bench/intake/bare-main.ts'], {
    env: { KAFKA_BROKERS: broker.address, PORT: String(port), TOPIC: 'bare.commands' },
    logFile: join(dir, 'bare.log'),
    onStdout: (text) => {
      printed += text;
    },
  });
  try {
    await waitFor('the bare server', () => printed.includes('ready'), { withinMs: 60_000 });
    return await measure(`http://127.0.0.1:${port}/api/v1/order`, dir, child.pid, sizes);
  } finally {
    await child.stop();
  }
}

async function measure(url: string, dir: string, pid: number, sizes: IntakeSizes): Promise<IntakeFigures> {
  const { result, cpu } = await withCpu([pid], async () => {
    let printed = '';
    const load = startNode(['services/e2e/src/bench/intake/intake-main.ts'], {
      env: {
        URL: url,
        CONNECTIONS: String(sizes.connections),
        SECONDS: String(sizes.seconds),
        WARM_UP_SECONDS: String(sizes.warmUpSeconds),
      },
      logFile: join(dir, 'intake.log'),
      onStdout: (text) => {
        printed += text;
      },
    });
    await load.exited;
    return printedLine.parse(JSON.parse(printed));
  });
  const requests = result.perSecond * (sizes.seconds + sizes.warmUpSeconds);
  return { ...result, cpuSecondsPer1000: (cpu / requests) * 1000 };
}
