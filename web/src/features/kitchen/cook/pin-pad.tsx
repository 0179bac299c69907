import { useEffect, useEffectEvent, useState } from 'react';
import { t } from '../../../lib/texts/texts.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import styles from './cook-dialog.module.css';
import { editCode, isWhole, type PinKey } from './edit-code.ts';

const rows: readonly PinKey[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Big keys for a code; the keyboard's digits, Backspace and Enter work as well. After each attempt it is empty. */
export const PinPad = ({ busy, onCode }: { busy: boolean; onCode(code: string): void }) => {
  const [code, setCode] = useState('');
  const send = () => {
    if (busy || !isWhole(code)) return;
    setCode('');
    onCode(code);
  };
  const press = (key: PinKey) => setCode((before) => editCode(before, key));
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const { key, target } = event;
    if (/^\d$/.test(key) || key === 'Backspace') press(key as PinKey);
    // On a button, Enter presses that button.
    else if (key !== 'Enter' || (target instanceof Element && target.closest('button'))) return;
    else send();
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
  const digit = (key: PinKey) => (
    <Button key={key} className={styles.key ?? ''} onClick={() => press(key)}>
      {key}
    </Button>
  );
  return (
    <>
      <p className={styles.dots} role="status">
        <span className="visually-hidden">{t('screens:digits', { count: code.length })}</span>
        <span aria-hidden="true">{'●'.repeat(code.length) || '\u00a0'}</span>
      </p>
      <div className={styles.pad}>
        {rows.map(digit)}
        <Button
          className={styles.key ?? ''}
          aria-label={t('screens:deleteDigit')}
          onClick={() => press('Backspace')}
        >
          <Icon name="back" />
        </Button>
        {digit('0')}
        <Button
          look="primary"
          className={styles.key ?? ''}
          aria-label={t('screens:sendCode')}
          busy={busy || !isWhole(code)}
          onClick={send}
        >
          <Icon name="done" />
        </Button>
      </div>
    </>
  );
};
