/** How far back histories reach. */
export type Period = {
  value: 'hour' | '6h' | 'day';
  minutes: number;
  /** Its name, and the heading of its column, in the catalogue of texts. */
  name: 'lag.hour' | 'lag.sixHours' | 'lag.day';
  last: 'lag.lastHour' | 'lag.lastSixHours' | 'lag.lastDay';
  /** How often there is a new point, ms. */
  everyMs: number;
};

const hour: Period = { value: 'hour', name: 'lag.hour', minutes: 60, last: 'lag.lastHour', everyMs: 15_000 };

export const periods: readonly Period[] = [
  hour,
  { value: '6h', name: 'lag.sixHours', minutes: 360, last: 'lag.lastSixHours', everyMs: 60_000 },
  { value: 'day', name: 'lag.day', minutes: 1_440, last: 'lag.lastDay', everyMs: 60_000 },
];

export const periodOf = (value: Period['value']): Period =>
  periods.find((period) => period.value === value) ?? hour;
