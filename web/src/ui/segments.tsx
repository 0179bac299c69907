import { useId } from 'react';
import styles from './segments.module.css';

/** One of a few, all of them seen at once. */
export const Segments = <Value extends string | number>({
  title,
  showTitle = false,
  options,
  value,
  onChange,
}: {
  title: string;
  /** In front of the options, for those that do not speak for themselves. */
  showTitle?: boolean;
  options: readonly { value: Value; words: string }[];
  value: NoInfer<Value>;
  onChange: (value: NoInfer<Value>) => void;
}) => {
  const name = useId();
  return (
    <fieldset className={styles.group} data-titled={showTitle || undefined}>
      <legend className="visually-hidden">{title}</legend>
      {showTitle && (
        <span className={styles.title} aria-hidden="true">
          {title}
        </span>
      )}
      <div className={styles.segments}>
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
};
