import type { Page } from '../../../lib/board/layout/pages.ts';
import { t } from '../../../lib/texts/texts.ts';
import { Button } from '../../button.tsx';
import { Icon } from '../../icon.tsx';
import styles from './board-foot.module.css';
import { Pager } from './pager.tsx';

/** The foot of a board: what was done last, the pages, and a recall button for those who work here. */
export const BoardFoot = ({
  page,
  length,
  onTurn,
  work: { announcement, mayWork, recallLast },
}: {
  page: Page;
  length: number;
  onTurn(page: number): void;
  work: {
    announcement: string;
    mayWork: boolean;
    recallLast(): Promise<void>;
  };
}) => (
  <footer className={styles.foot}>
    <p role="status" className={styles.announcement}>
      {announcement}
    </p>
    <Pager page={page} length={length} onTurn={onTurn} />
    {mayWork ? (
      <Button className={styles.undo} onClick={() => void recallLast()}>
        <Icon name="recalled" />
        <span className={styles.long}>{t('board.recallLast')}</span>
        <span className={styles.short}>{t('board.recall')}</span>
      </Button>
    ) : (
      <p className={styles.looking}>{t('board.onlyLook')}</p>
    )}
  </footer>
);
