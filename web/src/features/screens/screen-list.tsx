import { useCallback, useState } from 'react';
import { capitalised, stageOf } from '../../lib/orders/order.ts';
import { isManager, mayWorkAt } from '../../lib/orders/rights.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import type { BoardCard } from '../../lib/screens/staff-answers.ts';
import { useReply } from '../../lib/screens/use-reply.ts';
import { useStaffApi } from '../../lib/screens/use-staff-api.ts';
import { locale, t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/page/notice.tsx';
import styles from './screens-page.module.css';

export const ScreenList = () => {
  const api = useStaffApi();
  const { reply, reload } = useReply(api.boards);
  if (!reply) return <p role="status">{t('screens:loading')}</p>;
  if (!('ok' in reply)) {
    return (
      <Notice tone="warn" title={t('screens:noAnswer')}>
        <p>
          <Button onClick={reload}>{t('screens:tryAgain')}</Button>
        </p>
      </Notice>
    );
  }
  if (reply.ok.length === 0) return <p>{t('screens:none')}</p>;
  return (
    <ul className={styles.list}>
      {reply.ok.map((board) => (
        <Screen key={board.id} board={board} onRevoked={reload} />
      ))}
    </ul>
  );
};

type State = { step: 'idle' | 'asking' | 'sending' } | { step: 'failed'; why: string };

const Screen = ({ board, onRevoked }: { board: BoardCard; onRevoked(): void }) => {
  const { workflow, me } = useWorkflow();
  const api = useStaffApi();
  const [state, setState] = useState<State>({ step: 'idle' });
  const { id, name, stage, issuedBy, expiresAt } = board;
  const known = stageOf(workflow, stage);
  const mayRevoke = isManager(me) || (known !== undefined && mayWorkAt(me, known));
  const revoke = useCallback(async () => {
    setState({ step: 'sending' });
    const reply = await api.revokeBoard(id);
    if ('ok' in reply || ('refused' in reply && reply.refused.code === 'NO_SUCH_BOARD')) onRevoked();
    else setState({ step: 'failed', why: 'lost' in reply ? t('screens:noAnswer') : reply.refused.detail });
  }, [api, id, onRevoked]);
  const until = new Date(expiresAt).toLocaleDateString(locale());
  return (
    <li className={styles.screen}>
      <div>
        <strong>{name}</strong>
        <p>{t('screens:about', { stage: capitalised(word(stage)), by: issuedBy, until })}</p>
        <p role="status">{state.step === 'failed' ? state.why : ''}</p>
      </div>
      {mayRevoke &&
        (state.step === 'asking' || state.step === 'sending' ? (
          <div className={styles.ways}>
            <span>{t('screens:revokeQuestion')}</span>
            <Button
              look="danger"
              autoFocus
              busy={state.step === 'sending'}
              onClick={() => state.step === 'asking' && void revoke()}
            >
              {t('screens:revokeYes')}
            </Button>
            <Button onClick={() => setState({ step: 'idle' })}>{t('screens:keep')}</Button>
          </div>
        ) : (
          <Button aria-label={t('screens:revokeOf', { name })} onClick={() => setState({ step: 'asking' })}>
            {t('screens:revoke')}
          </Button>
        ))}
    </li>
  );
};
