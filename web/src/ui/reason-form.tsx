import { useState } from 'react';
import choices from './board/dialogs/choices.module.css';
import { Button } from './button.tsx';
import inputs from './input.module.css';
import styles from './reason-form.module.css';

/** Asks for a reason: one of the usual ones at a touch, or another in words. */
export const ReasonForm = ({
  id,
  usual,
  label,
  longest,
  send,
  sending = false,
  onReason,
}: {
  /** Of the input. */
  id: string;
  usual: readonly string[];
  /** Of the input for another reason. */
  label: string;
  /** Most characters. */
  longest: number;
  /** What the button says that sends the other reason. */
  send: string;
  sending?: boolean;
  /** The reason is never empty. */
  onReason(reason: string): void;
}) => {
  const [typed, setTyped] = useState('');
  const reason = typed.trim();
  return (
    <>
      <div className={choices.choices}>
        {usual.map((one) => (
          <Button key={one} busy={sending} onClick={() => onReason(one)}>
            {one}
          </Button>
        ))}
      </div>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (reason !== '') onReason(reason);
        }}
      >
        <label htmlFor={id}>{label}</label>
        <input
          id={id}
          className={inputs.input}
          value={typed}
          maxLength={longest}
          onChange={({ target }) => setTyped(target.value)}
        />
        <Button type="submit" look="danger" busy={sending || reason === ''}>
          {send}
        </Button>
      </form>
    </>
  );
};
