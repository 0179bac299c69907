import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBroker } from '../line/broker.ts';
import { root } from '../line/child.ts';
import { createRunFolder } from '../line/run-folder.ts';
import { measureBare, measureOrderApi } from './measure-intake.ts';
import { measureChain, measureOrderLine, type Sizes } from './measure-line.ts';
import { type BenchFigures, reportTable } from './report.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const sizes: Sizes = values.quick
  ? { warmUp: 1000, flood: 3000, floods: 1, steady: 200, single: 10 }
  : { warmUp: 5000, flood: 10_000, floods: 3, steady: 1000, single: 40 };
const intake = values.quick
  ? { connections: 64, seconds: 4, warmUpSeconds: 2 }
  : { connections: 64, seconds: 10, warmUpSeconds: 5 };
const say = (text: string) => process.stderr.write(`${text}\n`);

const folder = await createRunFolder('bench');
const dir = folder.path;
const broker = await startBroker(dir);
try {
  say('order line');
  const line = await measureOrderLine({ broker, dir, name: 'bench', announceStart: false, sizes }, say);
  say('plain kafkajs chain');
  const chain = await measureChain({ broker, dir, sizes }, say);
  say('order line, every start announced');
  const lineWithStarts = await measureOrderLine(
    { broker, dir, name: 'started', announceStart: true, sizes },
    say,
  );
  say('REST intake: order-api');
  const api = await measureOrderApi({ broker, dir, sizes: intake });
  say('REST intake: node:http and kafkajs');
  const bare = await measureBare({ broker, dir, sizes: intake });
  const figures: BenchFigures = { line, lineWithStarts, chain, intake: api, bare };
  const out = join(root, '.cupcakery');
  await mkdir(out, { recursive: true });
  const machine = {
    cores: cpus().length,
    model: cpus()[0]?.model,
    node: process.version,
    at: new Date().toISOString(),
  };
  await writeFile(
    join(out, 'bench.json'),
    `${JSON.stringify({ machine, sizes, intake, figures }, null, 2)}\n`,
  );
  process.stdout.write(`\n${reportTable(figures)}\n\nfigures: .cupcakery/bench.json\n`);
} finally {
  await broker.stop();
  await folder.remove();
}
