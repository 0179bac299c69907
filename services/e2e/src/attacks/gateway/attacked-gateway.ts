import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { type SnapshotWriter, startSnapshotWriter } from '../../bench/fan-out/records/snapshots.ts';
import { benchWorkflow } from '../../bench/measuring/workflow.ts';
import { createRunFolder } from '../../processes/run-folder.ts';
import { startBroker } from '../../test-system/broker.ts';
import { startService } from '../../test-system/service.ts';
import { createTopics, workflowNames, writeWorkflow } from '../../test-system/workflow.ts';
import { type HonestScreen, openHonestScreen } from './honest-screen.ts';

/** A gateway on a real broker, as a process of its own, and somebody honest who watches all its orders. */
export type AttackedGateway = {
  readonly http: string;
  readonly ws: string;
  readonly workflow: string;
  readonly writer: SnapshotWriter;
  readonly honest: HonestScreen;
  /** The sum of a metric's values, whatever their labels. */
  metric(name: string): Promise<number>;
  /** Unexpected exits of the gateway. */
  crashes(): readonly string[];
  stop(): Promise<void>;
};

/**
 * Starts it; resolves when the honest screen has its snapshot.
 * @param beforeStart called once there is a log, before anything reads it
 */
export async function startAttackedGateway(
  name: string,
  env: Record<string, string> = {},
  beforeStart: (broker: string, writer: SnapshotWriter) => Promise<void> = async () => {},
): Promise<AttackedGateway> {
  const folder = await createRunFolder(name);
  const broker = await startBroker(folder.path);
  const text = benchWorkflow(name, false);
  const workflowsDir = await writeWorkflow(folder.path, text);
  await createTopics(broker.address, workflowNames(text), 4);
  const writer = await startSnapshotWriter(broker.address, name);
  await beforeStart(broker.address, writer);
  const [port = 0, adminPort = 0] = await freePorts(2);
  const gateway = startService(
    {
      name: 'gateway',
      program: 'gateway',
      adminPort,
      env: {
        KAFKA_BROKERS: broker.address,
        PORT: String(port),
        WORKFLOWS_DIR: workflowsDir,
        TRUSTED_PROXIES: '1',
        GRAPHIQL: 'false',
        LOG_LEVEL: 'error',
        ...env,
      },
    },
    folder.path,
  );
  await gateway.ready(60_000);
  const http = `http://127.0.0.1:${port}/graphql`;
  const honest = await openHonestScreen(new URL(http), name, writer);
  return {
    http,
    ws: http.replace('http', 'ws'),
    workflow: name,
    writer,
    honest,
    async metric(metric) {
      const page = await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text();
      const lines = page.split('\n').filter((line) => new RegExp(`^${metric}[ {]`).test(line));
      return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    },
    crashes: () => gateway.crashes,
    async stop() {
      honest.close();
      await gateway.stop();
      await writer.stop();
      await broker.stop();
      await folder.remove();
    },
  };
}
