import type { FanOutFigures } from './measure-fan-out.ts';
import type { LiveFigures } from './run.ts';

/** The table of the live part: each figure beside its baselines, and their ratios. */
export function liveTable({ equal, mixed, rebuild }: LiveFigures): string {
  const equalRow = (what: string, name: keyof FanOutFigures, goal: string, unit = 1) =>
    row(what, equal.gateway[name] / unit, equal.plain[name] / unit, equal.stock[name] / unit, goal);
  const mixedRow = (what: string, name: keyof FanOutFigures) =>
    row(what, mixed.gateway[name], undefined, mixed.stock[name], '');
  return [
    line('', 'Cupcakery', 'plain ws', 'ratio', 'stock', 'ratio', 'goal'),
    equalRow('equal: deliveries/s', 'deliveriesPerSecond', '>= 0.8x plain, >= 5x stock'),
    equalRow('  per CPU second of the server', 'deliveriesPerCpuSecond', ''),
    equalRow('  p50 ms, broker to screen', 'p50Ms', ''),
    equalRow('  p99 ms', 'p99Ms', ''),
    equalRow('  KB a socket (RSS)', 'rssPerScreen', '<= 1.5x plain', 1000),
    equalRow('  KB a socket (heap)', 'heapPerScreen', '', 1000),
    mixedRow('mixed: deliveries/s', 'deliveriesPerSecond'),
    mixedRow('  per CPU second of the server', 'deliveriesPerCpuSecond'),
    mixedRow('  p50 ms, broker to screen', 'p50Ms'),
    mixedRow('  p99 ms', 'p99Ms'),
    row('view rebuild, records/s (raw: kafkajs)', rebuild.gateway, rebuild.raw, undefined, '>= 0.7x raw'),
  ].join('\n');
}

function row(
  what: string,
  ours: number,
  plain: number | undefined,
  stock: number | undefined,
  goal: string,
): string {
  const ratio = (theirs: number | undefined) =>
    theirs === undefined ? '' : `${(ours / theirs).toFixed(2)}x`;
  return line(what, amount(ours), amount(plain), ratio(plain), amount(stock), ratio(stock), goal);
}

function amount(value: number | undefined): string {
  if (value === undefined) return '';
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}

function line(...[what, ours, plain, overPlain, stock, overStock, goal]: string[]): string {
  const cells = [ours, plain, overPlain, stock, overStock].map((cell) => cell?.padStart(10));
  return `${what?.padEnd(40)}${cells.join('')}  ${goal}`;
}
