import { Segments } from '../../ui/segments.tsx';

const periods = [
  { value: 15, words: '15 min' },
  { value: 60, words: '1 hour' },
  { value: 240, words: '4 hours' },
  { value: 1_440, words: '1 day' },
];

export const periodMinutes = periods.map(({ value }) => value);

/** How far back the numbers go. */
export const PeriodChoice = ({ minutes, onChange }: { minutes: number; onChange(minutes: number): void }) => (
  <Segments title="Period" options={periods} value={minutes} onChange={onChange} />
);
