import { useClient } from '@urql/preact';
import { useState } from 'react';
import { DiscardRecordDocument } from '../../generated/graphql.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/page/notice.tsx';
import styles from './incident-card.module.css';

type State = { step: 'idle' | 'sure?' | 'sending' } | { step: 'failed'; message: string };

/** A record can only be sent again by its writer; here it is discarded. */
export const RecordDecision = ({ id, onDone }: { id: string; onDone(): void }) => {
  const { workflow } = useWorkflow();
  const client = useClient();
  const [state, setState] = useState<State>({ step: 'idle' });

  const discard = async () => {
    setState({ step: 'sending' });
    const input = { workflow: workflow.name, incidentId: id };
    const { data, error } = await client.mutation(DiscardRecordDocument, { input }).toPromise();
    const refusal = data?.discardRecord.errors[0]?.message ?? error?.message;
    setState(refusal ? { step: 'failed', message: refusal } : { step: 'idle' });
    onDone();
  };

  return (
    <div className={styles.decision}>
      <p className={styles.since}>{t('incidents.recordHelp')}</p>
      <div className={styles.row}>
        {state.step === 'sure?' ? (
          <>
            <Button look="danger" autoFocus onClick={discard}>
              {t('incidents.yesArchive')}
            </Button>
            <Button onClick={() => setState({ step: 'idle' })}>{t('incidents.keep')}</Button>
          </>
        ) : (
          <Button busy={state.step === 'sending'} onClick={() => setState({ step: 'sure?' })}>
            {t('incidents.archive')}
          </Button>
        )}
      </div>
      <div role="status">
        {state.step === 'failed' && (
          <Notice tone="bad" title={t('incidents.notArchived', { message: state.message })} />
        )}
      </div>
    </div>
  );
};
