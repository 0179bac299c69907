import type { LiveState } from '@cupcakery/client/live-set';
import { type ReactNode, useId } from 'react';
import type { Board } from '../../lib/board/use-board.ts';
import { useLink } from '../../lib/live/connection-context.ts';
import type { Order } from '../../lib/orders/order.ts';
import { Notice } from '../notice.tsx';
import { BoardBlank } from './board-blank.tsx';
import { BoardGrid } from './board-grid.tsx';
import { BoardNews } from './board-news.tsx';
import styles from './board-page.module.css';

/** The frame of every board: head, numbered places, foot. It fills the screen. */
export const BoardPage = ({
  board,
  live,
  label,
  empty,
  head,
  foot,
  place,
  children,
}: {
  board: Board;
  live: LiveState<Order>;
  /** What lies on its places. */
  label: string;
  empty: boolean;
  head: ReactNode;
  foot: ReactNode;
  /** What lies on a place. */
  place(id: string, place: number): ReactNode;
  children?: ReactNode;
}) => {
  const { phase } = useLink();
  const id = useId();
  return (
    <section className={styles.board} aria-labelledby={id} data-phase={phase}>
      <div id={id} className={styles.head}>
        {head}
      </div>
      <div className={styles.middle}>
        {live.problem && (
          <div className={styles.problem}>
            <Notice tone="bad" title="The board cannot be shown completely">
              <p>{live.problem.message} It tries again by itself.</p>
            </Notice>
          </div>
        )}
        <BoardGrid board={board} label={label} fresh={phase === 'live'}>
          {place}
        </BoardGrid>
        {empty && <BoardBlank live={live} connected={phase === 'live'} />}
      </div>
      {foot}
      <BoardNews live={live} />
      {children}
    </section>
  );
};
