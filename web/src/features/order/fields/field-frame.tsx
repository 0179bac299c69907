import type { ReactNode } from 'react';
import type { Field } from '../../../lib/details/fields.ts';
import { t } from '../../../lib/texts/texts.ts';
import { Icon } from '../../../ui/icon.tsx';
import styles from './fields.module.css';

/** What an input needs to be tied to its label, hint and error. */
export type InputTies = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
};

export const tiesOf = (field: Field, error: string | undefined): InputTies => ({
  id: `field-${field.name}`,
  'aria-describedby':
    [field.hint && `hint-${field.name}`, error && `error-${field.name}`].filter(Boolean).join(' ') ||
    undefined,
  'aria-invalid': error ? true : undefined,
});

/** Label, mark, hint and error around an input. A group of inputs is a fieldset with a legend. */
export const FieldFrame = ({
  field,
  error,
  group = false,
  aside,
  children,
}: {
  field: Field;
  error: string | undefined;
  group?: boolean;
  aside?: ReactNode;
  children: ReactNode;
}) => {
  const title = (
    <>
      {field.title}
      {field.required ? (
        <span className={styles.required}>
          <span aria-hidden="true">*</span>
          <span className="visually-hidden">{t('field.required')}</span>
        </span>
      ) : (
        <span className={styles.optional}>{t('field.optional')}</span>
      )}
    </>
  );
  const body = (
    <>
      {field.hint && (
        <p id={`hint-${field.name}`} className={styles.hint}>
          {field.hint}
        </p>
      )}
      {children}
      {aside}
      {error && (
        <p id={`error-${field.name}`} className={styles.error}>
          <Icon name="incident" /> {error}
        </p>
      )}
    </>
  );
  if (group) {
    const { id: _, ...ties } = tiesOf(field, error);
    return (
      <fieldset className={styles.field} {...ties}>
        <legend className={styles.label}>{title}</legend>
        {body}
      </fieldset>
    );
  }
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={`field-${field.name}`}>
        {title}
      </label>
      {body}
    </div>
  );
};
