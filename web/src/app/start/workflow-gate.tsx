import { type ReactNode, useContext } from 'react';
import { WorkflowContext } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/page/notice.tsx';
import { useStart } from './start.tsx';
import { Warming } from './warming.tsx';

/** Shows a page once its workflow is known, else why it is not. */
export const WorkflowGate = ({ children }: { children: ReactNode }) => {
  const scope = useContext(WorkflowContext);
  const { name, loading, unknown, error, reload } = useStart();

  if (scope) return children;
  if (error) {
    return (
      <Notice tone="bad" title={t('app.noMenu')}>
        <p>{error.networkError ? t('app.noServer') : t('app.nothingLost', { message: error.message })}</p>
        <p>
          <Button busy={loading} onClick={() => reload()}>
            {t('app.tryAgain')}
          </Button>
        </p>
      </Notice>
    );
  }
  if (unknown) {
    return (
      <Notice tone="warn" title={t('app.noWorkflow', { name: name ?? 'default' })}>
        <p>
          <a href="/">{t('app.toFront')}</a>
        </p>
      </Notice>
    );
  }
  return <Warming />;
};
