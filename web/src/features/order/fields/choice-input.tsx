import { t } from '../../../lib/texts/texts.ts';
import { word } from '../../../lib/texts/workflow-words.ts';
import { FieldFrame, tiesOf } from './field-frame.tsx';
import styles from './fields.module.css';
import type { InputProps } from './input-props.ts';

/** More options than this are easier to find in a list. */
const mostRadios = 6;

export const ChoiceInput = ({ field, value, error, onChange, onLeave }: InputProps<'choice'>) => {
  if (field.options.length > mostRadios) {
    return (
      <FieldFrame field={field} error={error}>
        <select
          {...tiesOf(field, error)}
          className={styles.input}
          value={value}
          required={field.required}
          onChange={({ target }) => onChange(target.value)}
          onBlur={onLeave}
        >
          <option value="">{t(field.required ? 'field.choose' : 'field.none')}</option>
          {field.options.map((option) => (
            <option key={option} value={option}>
              {word(option)}
            </option>
          ))}
        </select>
      </FieldFrame>
    );
  }
  return (
    <FieldFrame field={field} error={error} group>
      <div className={styles.choices}>
        {field.options.map((option, index) => (
          <label key={option} className={styles.choice}>
            <input
              type="radio"
              // The first takes the focus when the field is wrong.
              id={index === 0 ? `field-${field.name}` : undefined}
              name={field.name}
              value={option}
              checked={value === option}
              onChange={() => onChange(option)}
            />
            <span>{word(option)}</span>
          </label>
        ))}
      </div>
    </FieldFrame>
  );
};
