import { useState } from 'react';
import { cookAtScreen } from '../../../lib/screens/cook.ts';
import type { CookCard } from '../../../lib/screens/staff-answers.ts';
import { useReply } from '../../../lib/screens/use-reply.ts';
import { useStaffApi } from '../../../lib/screens/use-staff-api.ts';
import { t } from '../../../lib/texts/texts.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/page/notice.tsx';
import styles from './cook-dialog.module.css';
import { PinPad } from './pin-pad.tsx';
import { refusedCookWords } from './refused-cook-words.ts';

/** The own name, then the code. A badge is read on the board as well as here. */
export const CookDialog = ({ onClose }: { onClose(): void }) => {
  const [cook, setCook] = useState<CookCard>();
  return (
    <Dialog title={cook ? t('screens:codeOf', { name: cook.name }) : t('screens:whoWorks')} onClose={onClose}>
      {cook ? (
        <CodeOf cook={cook} onDone={onClose} onBack={() => setCook(undefined)} />
      ) : (
        <Cooks onChosen={setCook} />
      )}
    </Dialog>
  );
};

const Cooks = ({ onChosen }: { onChosen(cook: CookCard): void }) => {
  const api = useStaffApi();
  const { reply, reload } = useReply(api.cooks);
  if (!reply) return <p role="status">{t('screens:loading')}</p>;
  if (!('ok' in reply)) {
    return (
      <Notice tone="warn" title={refusedCookWords(reply)}>
        <p>
          <Button onClick={reload}>{t('screens:tryAgain')}</Button>
        </p>
      </Notice>
    );
  }
  const withCode = reply.ok.filter(({ hasCode }) => hasCode);
  return (
    <>
      {withCode.length === 0 && <p>{t('screens:noCooks')}</p>}
      <ul className={styles.cooks}>
        {withCode.map((cook) => (
          <li key={cook.sub}>
            <Button className={styles.cook ?? ''} onClick={() => onChosen(cook)}>
              {cook.name}
            </Button>
          </li>
        ))}
      </ul>
      <p className={styles.hint}>{t('screens:orBadge')}</p>
    </>
  );
};

const CodeOf = ({ cook, onDone, onBack }: { cook: CookCard; onDone(): void; onBack(): void }) => {
  const api = useStaffApi();
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState('');
  const signIn = async (code: string) => {
    setBusy(true);
    setWhy('');
    const reply = await api.signIn({ sub: cook.sub, code });
    setBusy(false);
    if ('ok' in reply) {
      cookAtScreen.set(reply.ok);
      onDone();
    } else setWhy(refusedCookWords(reply));
  };
  return (
    <div className={styles.code}>
      <PinPad busy={busy} onCode={(code) => void signIn(code)} />
      <p role="alert" className={styles.why}>
        {why}
      </p>
      <Button onClick={onBack}>{t('screens:otherName')}</Button>
    </div>
  );
};
