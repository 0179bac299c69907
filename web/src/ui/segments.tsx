import { useId } from 'react';
import styles from './segments.module.css';

/** One of a few, all of them seen at once. */
export const Segments = <Value extends string | number>({
  title,
  options,
  value,
  onChange,
}: {
  title: string;
  options: readonly { value: Value; words: string }[];
  value: NoInfer<Value>;
  onChange: (value: NoInfer<Value>) => void;
}) => {
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend className="visually-hidden">{title}</legend>
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
