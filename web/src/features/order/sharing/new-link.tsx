import { useId, useRef, useState } from 'react';
import { t } from '../../../lib/texts/texts.ts';
import { Button } from '../../../ui/button.tsx';
import inputs from '../../../ui/input.module.css';
import { QrCode } from '../../../ui/screens/qr-code.tsx';
import styles from './share-order.module.css';

/** A link that was just made: the only time that its address is shown. */
export const NewLink = ({ address }: { address: string }) => {
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');
  const id = useId();
  const copy = async () => {
    try {
      // Without TLS there is no clipboard but on this machine.
      await navigator.clipboard.writeText(address);
      setSaid(t('screens:copied'));
    } catch {
      field.current?.focus();
      field.current?.select();
      setSaid(t('screens:copyByHand'));
    }
  };
  // A sheet that was closed again rejects, which is no fault.
  const share = () => void navigator.share({ url: address }).catch(() => undefined);
  return (
    <div className={styles.made}>
      <div className={inputs.field}>
        <label htmlFor={id}>{t('screens:link')}</label>
        <input
          ref={field}
          id={id}
          className={inputs.input}
          readOnly
          value={address}
          onFocus={({ target }) => target.select()}
        />
      </div>
      <div className={styles.ways}>
        <Button look="primary" onClick={() => void copy()}>
          {t('screens:copy')}
        </Button>
        {'share' in navigator && <Button onClick={share}>{t('screens:send')}</Button>}
        <span role="status">{said}</span>
      </div>
      <QrCode text={address} label={t('screens:linkPicture')} className={styles.picture ?? ''} />
    </div>
  );
};
