import type { CSSProperties, ReactNode } from 'react';
import type { Board } from '../../../lib/board/layout/use-board.ts';
import styles from './board-grid.module.css';

/** The numbered slots of a board; an empty one keeps its space, so that nothing else moves. */
export const BoardGrid = ({
  board: { grid, shape, pageSlots, page },
  label,
  fresh,
  children,
}: {
  board: Board;
  label: string;
  /** Stale content must not look fresh. */
  fresh: boolean;
  children(id: string, slot: number): ReactNode;
}) => (
  <ol
    ref={grid}
    tabIndex={-1}
    aria-label={label}
    className={styles.grid}
    data-fresh={fresh}
    start={page.from + 1}
    style={{ '--columns': shape.columns, '--rows': shape.rows } as CSSProperties}
  >
    {pageSlots.map((id, slot) =>
      id === null ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: a gap is identified by its slot
        <li key={`gap ${slot}`} className={styles.gap} aria-hidden="true" />
      ) : (
        <li key={id} className={styles.slot}>
          {children(id, slot)}
        </li>
      ),
    )}
  </ol>
);
