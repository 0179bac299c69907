import { locale, t } from '../../../lib/texts/texts.ts';
import { Icon } from '../../../ui/icon.tsx';
import { FieldFrame, tiesOf } from './field-frame.tsx';
import styles from './fields.module.css';
import type { InputProps } from './input-props.ts';

/** A number with a button to either side. A text input: `type=number` hides what it cannot read from the checks. */
export const NumberInput = ({ field, value, error, onChange, onLeave }: InputProps<'number'>) => {
  const step = (by: number) => {
    const now = Number(value);
    const next = (Number.isFinite(now) ? now : 0) + by * (field.step ?? 1);
    onChange(String(Math.min(field.max ?? Infinity, Math.max(field.min ?? -Infinity, next))));
  };
  const title = field.title.toLocaleLowerCase(locale());
  const less = t('field.less', { title });
  const more = t('field.more', { title });
  return (
    <FieldFrame field={field} error={error}>
      <div className={styles.stepper}>
        <button type="button" aria-label={less} onClick={() => step(-1)}>
          <Icon name="minus" />
        </button>
        <input
          {...tiesOf(field, error)}
          type="text"
          inputMode={field.integer && (field.min ?? -1) >= 0 ? 'numeric' : 'decimal'}
          autoComplete="off"
          className={styles.input}
          value={value}
          required={field.required}
          onChange={({ target }) => onChange(target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            step(event.key === 'ArrowUp' ? 1 : -1);
          }}
          onBlur={onLeave}
        />
        <button type="button" aria-label={more} onClick={() => step(1)}>
          <Icon name="plus" />
        </button>
      </div>
    </FieldFrame>
  );
};
