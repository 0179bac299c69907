import type { Page } from '../../lib/board/pages.ts';
import { BoardMessages } from '../../ui/board/board-messages.tsx';
import { Pager } from '../../ui/board/pager.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './stage-board.module.css';
import type { useStageWork } from './use-stage-work.ts';

/** What was done last, the pages, and the way back. */
export const StageFoot = ({
  page,
  length,
  onTurn,
  work,
}: {
  page: Page;
  length: number;
  onTurn(page: number): void;
  work: ReturnType<typeof useStageWork>;
}) => (
  <footer className={styles.foot}>
    <BoardMessages messages={work.messages} onDismiss={work.dismiss} />
    <p role="status" className={styles.said}>
      {work.said}
    </p>
    <Pager page={page} length={length} onTurn={onTurn} />
    {work.mayWork ? (
      <Button className={styles.undo} onClick={() => void work.recallLast()}>
        <Icon name="recalled" /> Recall<span className={styles.last}> last</span>
      </Button>
    ) : (
      <p className={styles.looking}>You may look; the work is for others.</p>
    )}
  </footer>
);
