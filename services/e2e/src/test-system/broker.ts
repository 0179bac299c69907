import { join } from 'node:path';
import type { KafkaCluster } from '@cupcakery/kit/testing/kafka-cluster';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { z } from 'zod';
import { type Child, signalGroup, startNode } from '../processes/child.ts';
import { guard } from '../processes/guard.ts';
import { waitFor } from '../tools/wait.ts';

const readyLine = z.object({ brokers: z.string(), pid: z.int() });

/** A real Kafka broker that can be killed, frozen and started again on the same data and port. */
export type Broker = {
  /** `localhost:<port>`; of several brokers a list with commas, as KAFKA_BROKERS is. */
  readonly address: string;
  /** The nodes, where there are several. */
  readonly cluster?: KafkaCluster;
  /** kill -9 of the JVM, and a restart on the same data. Resolves when it answers again. */
  killAndRestart(signal?: AbortSignal): Promise<void>;
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
};

/** Starts a broker with its data in `<dir>/kafka`; resolves when it answers. */
export async function startBroker(dir: string, abort?: AbortSignal): Promise<Broker> {
  const [port = 0] = await freePorts(1);
  let running: { child: Child; jvm: number };

  async function start(signal?: AbortSignal): Promise<{ child: Child; jvm: number }> {
    let printed = '';
    const child = startNode(
      ['services/local/src/kafka/main.ts', '--dir', join(dir, 'kafka'), '--port', String(port)],
      {
        logFile: join(dir, 'broker.log'),
        onStdout: (text) => {
          printed += text;
        },
      },
    );
    const { pid } = await waitFor(
      'broker',
      () => {
        if (!child.running) throw new Error(`the broker did not start, see ${join(dir, 'broker.log')}`);
        return printed.includes('\n') && readyLine.parse(JSON.parse(printed));
      },
      { withinMs: 180_000, signal },
    ).catch(async (error: unknown) => {
      await child.stop(20_000);
      throw error;
    });
    guard().watch(pid);
    return { child, jvm: pid };
  }

  running = await start(abort);
  return {
    address: `localhost:${port}`,
    async killAndRestart(signal) {
      signalGroup(running.jvm, 'SIGKILL');
      guard().unwatch(running.jvm);
      await running.child.exited;
      running = await start(signal);
    },
    freeze: () => void signalGroup(running.jvm, 'SIGSTOP'),
    thaw: () => void signalGroup(running.jvm, 'SIGCONT'),
    async stop() {
      signalGroup(running.jvm, 'SIGCONT');
      await running.child.stop(30_000);
      signalGroup(running.jvm, 'SIGKILL');
      guard().unwatch(running.jvm);
    },
  };
}
