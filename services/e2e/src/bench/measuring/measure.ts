import { readFileSync } from 'node:fs';

/** CPU seconds (user and system) that a process has used, from Linux's /proc. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command's name in brackets may hold blanks; fields are counted from the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticksPerSecond = 100;
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Runs something and measures the CPU seconds that these processes used meanwhile. */
export async function withCpu<T>(
  pids: readonly number[],
  run: () => Promise<T>,
): Promise<{ result: T; cpu: number }> {
  const before = pids.map(cpuSeconds);
  const result = await run();
  const cpu = pids.reduce((sum, pid, i) => sum + cpuSeconds(pid) - (before[i] ?? 0), 0);
  return { result, cpu };
}

/** The value below which the share `q` of the values lies. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
