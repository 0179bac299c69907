import type { IntakeFigures } from './intake/measure-intake.ts';
import type { PipelineFigures } from './pipeline/measure-pipeline.ts';

/** Everything one run of the bench measured. */
export type BenchFigures = {
  line: PipelineFigures;
  lineWithStarts: PipelineFigures;
  chain: PipelineFigures;
  intake: IntakeFigures;
  bare: IntakeFigures;
};

type Row = { what: string; ours: string; plain: string; ratio: string; goal: string };

/** The table for the terminal. Ratios are of one run on one machine; absolute figures say little elsewhere. */
export function reportTable(figures: BenchFigures): string {
  const { line, lineWithStarts, chain, intake, bare } = figures;
  const ratio = (a: number, b: number) => `${(a / b).toFixed(2)}x`;
  const rows: Row[] = [
    row(
      'orders/s, placed to shipped',
      line.ordersPerSecond,
      chain.ordersPerSecond,
      0,
      '>= 0.65x, on to 1.0x',
    ),
    row('  with start announced', lineWithStarts.ordersPerSecond, chain.ordersPerSecond, 0, ''),
    row('CPU s per 1,000 orders', line.cpuSecondsPer1000, chain.cpuSecondsPer1000, 2, '<= 2x'),
    row('  with start announced', lineWithStarts.cpuSecondsPer1000, chain.cpuSecondsPer1000, 2, ''),
    row('p50 ms at 50 orders/s', line.steadyP50Ms, chain.steadyP50Ms, 0, ''),
    row('p99 ms at 50 orders/s', line.steadyP99Ms, chain.steadyP99Ms, 0, ''),
    row('cores at 50 orders/s', line.steadyCpuCores, chain.steadyCpuCores, 2, ''),
    row('p50 ms of a single order, idle', line.singleP50Ms, chain.singleP50Ms, 0, ''),
    row('REST intake requests/s', intake.perSecond, bare.perSecond, 0, '>= 0.8x'),
    row('  p99 ms', intake.p99, bare.p99, 0, ''),
    row('  CPU s per 1,000 requests', intake.cpuSecondsPer1000, bare.cpuSecondsPer1000, 2, ''),
  ];
  function row(what: string, ours: number, plain: number, digits: number, goal: string): Row {
    return {
      what,
      ours: ours.toFixed(digits),
      plain: plain.toFixed(digits),
      ratio: ratio(ours, plain),
      goal,
    };
  }
  const head: Row = { what: '', ours: 'Cupcakery', plain: 'plain', ratio: 'ratio', goal: 'goal' };
  return [head, ...rows]
    .map(
      (r) =>
        `${r.what.padEnd(32)}${r.ours.padStart(10)}${r.plain.padStart(10)}${r.ratio.padStart(9)}  ${r.goal}`,
    )
    .join('\n');
}
