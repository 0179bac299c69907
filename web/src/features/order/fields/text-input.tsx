import { t } from '../../../lib/texts/texts.ts';
import { word } from '../../../lib/texts/workflow-words.ts';
import { Cupcake } from '../../../ui/cupcake/cupcake.tsx';
import { FieldFrame, tiesOf } from './field-frame.tsx';
import styles from './fields.module.css';
import type { InputProps } from './input-props.ts';

/** The first of a field's buttons, if it has some. */
export const quickId = ({ name }: { name: string }): string => `quick-${name}`;

/** More examples than this are left to the list that the input itself offers. */
const mostQuick = 6;

/** Free text. A few examples are buttons too, since a list that opens on typing is easily missed on a phone. */
export const TextInput = ({ field, value, error, onChange, onLeave }: InputProps<'text'>) => {
  const ties = tiesOf(field, error);
  const quick = field.examples.length <= mostQuick ? field.examples : [];
  const common = {
    ...ties,
    className: styles.input,
    value,
    required: field.required,
    onBlur: onLeave,
  };
  return (
    <FieldFrame
      field={field}
      error={error}
      aside={
        field.long && field.maxLength ? (
          <p className={styles.count}>{t('field.length', { count: value.length, max: field.maxLength })}</p>
        ) : undefined
      }
    >
      {quick.length > 0 && (
        <div className={styles.quick}>
          {quick.map((example, index) => (
            <button
              key={example}
              // Takes the focus when the field is wrong: the input would open a phone's keyboard for what a tap answers.
              id={index === 0 ? quickId(field) : undefined}
              type="button"
              className={styles.quickButton}
              aria-pressed={value === example}
              onClick={() => onChange(example)}
            >
              {field.name === 'flavour' && (
                <Cupcake flavour={example} size="XL" className={styles.quickPicture} />
              )}
              {word(example)}
            </button>
          ))}
        </div>
      )}
      {field.long ? (
        <textarea {...common} rows={2} onChange={({ target }) => onChange(target.value)} />
      ) : (
        <input
          {...common}
          type="text"
          autoComplete="off"
          list={field.examples.length > 0 ? `examples-${field.name}` : undefined}
          placeholder={quick.length > 0 ? t('field.another') : undefined}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
      {field.examples.length > 0 && (
        <datalist id={`examples-${field.name}`}>
          {field.examples.map((example) => (
            <option key={example} value={example} />
          ))}
        </datalist>
      )}
    </FieldFrame>
  );
};
