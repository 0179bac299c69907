/** How far back histories reach. */
export type Period = {
  value: 'hour' | '6h' | 'day';
  words: string;
  minutes: number;
  /** The heading of its column, and a chart's words. */
  title: string;
  /** How often there is a new point, ms. */
  everyMs: number;
};

const hour: Period = { value: 'hour', words: 'Hour', minutes: 60, title: 'Last hour', everyMs: 15_000 };

export const periods: readonly Period[] = [
  hour,
  { value: '6h', words: '6 hours', minutes: 360, title: 'Last 6 hours', everyMs: 60_000 },
  { value: 'day', words: 'Day', minutes: 1_440, title: 'Last day', everyMs: 60_000 },
];

export const periodOf = (value: Period['value']): Period =>
  periods.find((period) => period.value === value) ?? hour;
