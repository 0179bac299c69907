import { useId } from 'react';
import segments from '../../ui/segments.module.css';

const periods = [
  { minutes: 15, words: '15 min' },
  { minutes: 60, words: '1 hour' },
  { minutes: 240, words: '4 hours' },
  { minutes: 1_440, words: '1 day' },
];

/** How far back the numbers go. */
export const PeriodChoice = ({ minutes, onChange }: { minutes: number; onChange(minutes: number): void }) => {
  const name = useId();
  return (
    <fieldset className={segments.group}>
      <legend className="visually-hidden">Period</legend>
      <div className={segments.segments}>
        {periods.map((period) => (
          <label key={period.minutes}>
            <input
              type="radio"
              name={name}
              checked={period.minutes === minutes}
              onChange={() => onChange(period.minutes)}
            />
            <span>{period.words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
};
