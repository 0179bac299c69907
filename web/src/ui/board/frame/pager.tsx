import { type Page, pageWords } from '../../../lib/board/layout/pages.ts';
import { t } from '../../../lib/texts/texts.ts';
import { Button } from '../../button.tsx';
import { Icon } from '../../icon.tsx';
import styles from './pager.module.css';

/** Which part of a board is shown, and the ways to the others. Counted, so that nothing hides in a scroll. */
export const Pager = ({
  page,
  length,
  onTurn,
}: {
  page: Page;
  length: number;
  onTurn(page: number): void;
}) => {
  const [first, last] = [page.index === 0, page.index === page.count - 1];
  return (
    <nav className={styles.pager} aria-label={t('board.pages')}>
      <Button
        aria-label={t('board.pageBefore')}
        busy={first}
        onClick={() => !first && onTurn(page.index - 1)}
      >
        <Icon name="back" />
      </Button>
      <span className={styles.words}>{pageWords(page, length)}</span>
      <Button aria-label={t('board.nextPage')} busy={last} onClick={() => !last && onTurn(page.index + 1)}>
        <Icon name="arrow" />
      </Button>
    </nav>
  );
};
