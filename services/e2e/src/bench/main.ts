import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../processes/child.ts';
import { createRunFolder } from '../processes/run-folder.ts';
import { startBroker } from '../test-system/broker.ts';
import { liveTable } from './fan-out/report.ts';
import { type LiveSizes, measureLive } from './fan-out/run.ts';
import { measureBare, measureOrderApi } from './intake/measure-intake.ts';
import { type LagFigures, type LagSizes, measureLag } from './lag/measure-lag.ts';
import { measurePages, type PagesSizes } from './pages/measure-pages.ts';
import { pagesTable } from './pages/report.ts';
import { measureChain, measurePipeline, type PipelineSizes } from './pipeline/measure-pipeline.ts';
import { type BenchFigures, reportTable } from './report.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    /** Only a part: `line`, `live`, `lag` or `pages`. */
    only: { type: 'string' },
  },
});
const sizes: PipelineSizes = values.quick
  ? { warmUp: 1000, flood: 3000, floods: 1, steady: 200, single: 10 }
  : { warmUp: 5000, flood: 10_000, floods: 3, steady: 1000, single: 40 };
const intake = values.quick
  ? { connections: 64, seconds: 4, warmUpSeconds: 2 }
  : { connections: 64, seconds: 10, warmUpSeconds: 5 };
const liveSizes: LiveSizes = values.quick
  ? { screens: 200, flood: 100, floods: 1, steady: 20, perSecond: 10, rounds: 1, records: 20_000 }
  : { screens: 1000, flood: 200, floods: 5, steady: 200, perSecond: 20, rounds: 3, records: 100_000 };
const lagSizes: LagSizes = { topics: 10, partitions: 100, groups: 10, collections: values.quick ? 3 : 10 };
const pagesSizes: PagesSizes = values.quick ? { loads: 1, liveSeconds: 20 } : { loads: 5, liveSeconds: 60 };
const log = (text: string) => process.stderr.write(`${text}\n`);

const folder = await createRunFolder('bench');
const dir = folder.path;
const broker = await startBroker(dir);
try {
  const wants = (part: string) => values.only === undefined || values.only === part;
  const figures = wants('line') ? await measurePipelines() : undefined;
  if (wants('live')) log('screens');
  const live = wants('live') ? await measureLive({ broker, dir, sizes: liveSizes }, log) : undefined;
  if (wants('lag')) log('lag-exporter');
  const lag = wants('lag') ? await measureLag({ broker, dir, sizes: lagSizes }) : undefined;
  if (wants('pages')) log('pages');
  const pages = wants('pages') ? await measurePages(pagesSizes, log) : undefined;
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
    `${JSON.stringify({ machine, sizes, intake, figures, liveSizes, live, lagSizes, lag, pagesSizes, pages }, null, 2)}\n`,
  );
  const tables = [
    figures && reportTable(figures),
    live && liveTable(live),
    lag && describeLag(lag),
    pages && pagesTable(pages),
  ].filter(Boolean);
  process.stdout.write(`\n${tables.join('\n\n')}\n\nfigures: .cupcakery/bench.json\n`);
} finally {
  await broker.stop();
  await folder.remove();
}

async function measurePipelines(): Promise<BenchFigures> {
  log('order line');
  const line = await measurePipeline({ broker, dir, name: 'bench', announceStart: false, sizes }, log);
  log('plain kafkajs chain');
  const chain = await measureChain({ broker, dir, sizes }, log);
  log('order line, every start announced');
  const lineWithStarts = await measurePipeline(
    { broker, dir, name: 'started', announceStart: true, sizes },
    log,
  );
  log('REST intake: order-api');
  const api = await measureOrderApi({ broker, dir, sizes: intake });
  log('REST intake: node:http and kafkajs');
  const bare = await measureBare({ broker, dir, sizes: intake });
  return { line, lineWithStarts, chain, intake: api, bare };
}

function describeLag({ groupPartitions, seconds, cpuSeconds }: LagFigures): string {
  const [wall, cpu] = [seconds.toFixed(2), cpuSeconds.toFixed(2)];
  return `lag-exporter, a collection of ${groupPartitions} group-partitions: ${wall} s, ${cpu} CPU s  (goal: within 1 s)`;
}
