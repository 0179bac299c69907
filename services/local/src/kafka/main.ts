import { parseArgs } from 'node:util';
import { describeError, SetupError } from '../toolbox/setup-error.ts';
import { type BrokerOptions, startBroker } from './broker.ts';

const usage = () =>
  new SetupError(
    'usage: main.ts --dir FOLDER --port PORT [--heap 512m] [--node 2 --voters 1@127.0.0.1:5001,2@127.0.0.1:5002 --cluster-id ID]',
  );

/** What makes the broker one of several. */
function clusterOptions(values: {
  node?: string | undefined;
  voters?: string | undefined;
  'cluster-id'?: string | undefined;
}): Pick<BrokerOptions, 'node' | 'controllerPort'> {
  const { node, voters, 'cluster-id': clusterId } = values;
  if (node === undefined && voters === undefined && clusterId === undefined) return {};
  const controllerPort = Number(
    voters
      ?.split(',')
      .find((voter) => voter.startsWith(`${node}@`))
      ?.split(':')[1],
  );
  if (voters === undefined || clusterId === undefined || !Number.isInteger(controllerPort)) throw usage();
  return { node: { id: Number(node), clusterId, voters }, controllerPort };
}

/** Runs one broker in the foreground; one JSON line on stdout when it is ready, progress on stderr. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string' },
      port: { type: 'string' },
      heap: { type: 'string' },
      node: { type: 'string' },
      voters: { type: 'string' },
      'cluster-id': { type: 'string' },
    },
  });
  const port = Number(values.port);
  if (values.dir === undefined || !Number.isInteger(port) || port < 1 || port > 65_535) throw usage();
  const abort = new AbortController();
  const stopRequested = new Promise<void>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) {
      process.on(name, () => {
        abort.abort(new SetupError(`stopped by ${name}`));
        resolve();
      });
    }
  });
  const broker = await startBroker({
    dataDir: values.dir,
    port,
    signal: abort.signal,
    log: (line) => process.stderr.write(`${line}\n`),
    ...(values.heap === undefined ? {} : { heap: values.heap }),
    ...clusterOptions(values),
  });
  process.stdout.write(`${JSON.stringify({ brokers: broker.brokers, pid: broker.pid })}\n`);
  const exitedUnexpectedly = await Promise.race([
    stopRequested.then(() => false),
    broker.exited.then(() => true),
  ]);
  await broker.stop();
  if (exitedUnexpectedly) throw new SetupError('Kafka exited unexpectedly or was killed');
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}
