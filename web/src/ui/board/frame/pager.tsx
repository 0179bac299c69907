import { type Page, pageWords } from '../../../lib/board/layout/pages.ts';
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
    <nav className={styles.pager} aria-label="Pages">
      <Button aria-label="Page before" busy={first} onClick={() => !first && onTurn(page.index - 1)}>
        <Icon name="back" />
      </Button>
      <span className={styles.words}>{pageWords(page, length)}</span>
      <Button aria-label="Next page" busy={last} onClick={() => !last && onTurn(page.index + 1)}>
        <Icon name="arrow" />
      </Button>
    </nav>
  );
};
