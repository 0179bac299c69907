import { t } from '../../../lib/texts/texts.ts';
import { ChoiceInput } from './choice-input.tsx';
import { FieldFrame, tiesOf } from './field-frame.tsx';
import styles from './fields.module.css';
import type { InputProps } from './input-props.ts';
import { NumberInput } from './number-input.tsx';
import { TextInput } from './text-input.tsx';

/** The input that fits a field of the schema; a text box for JSON where none does. */
export const FieldInput = ({ field, ...rest }: InputProps) => {
  const { value, error, onChange, onLeave } = rest;
  switch (field.kind) {
    case 'text':
      return <TextInput field={field} {...rest} />;
    case 'choice':
      return <ChoiceInput field={field} {...rest} />;
    case 'number':
      return <NumberInput field={field} {...rest} />;
    case 'flag':
      return (
        <FieldFrame field={field} error={error} group>
          <label className={styles.flag}>
            <input
              type="checkbox"
              checked={value === 'true'}
              onChange={({ target }) => onChange(String(target.checked))}
            />
            {t('field.yes')}
          </label>
        </FieldFrame>
      );
    case 'json':
      return (
        <FieldFrame field={field} error={error}>
          <textarea
            {...tiesOf(field, error)}
            className={styles.input}
            rows={2}
            placeholder={t('field.json')}
            value={value}
            required={field.required}
            onChange={({ target }) => onChange(target.value)}
            onBlur={onLeave}
          />
        </FieldFrame>
      );
    default:
      return field satisfies never;
  }
};
