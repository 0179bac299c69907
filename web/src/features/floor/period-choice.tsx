import { t } from '../../lib/texts/texts.ts';
import { Segments } from '../../ui/segments.tsx';

export const periodMinutes = [15, 60, 240, 1_440] as const;
type Minutes = (typeof periodMinutes)[number];

/** How far back the numbers go. */
export const PeriodChoice = ({
  minutes,
  onChange,
}: {
  minutes: Minutes;
  onChange(minutes: Minutes): void;
}) => (
  <Segments
    title={t('floor.period')}
    options={periodMinutes.map((value) => ({ value, words: t(`floor.p${value}`) }))}
    value={minutes}
    onChange={onChange}
  />
);
