import type { CSSProperties, ReactNode } from 'react';
import type { Board } from '../../lib/board/use-board.ts';
import styles from './board-grid.module.css';

/** The numbered places of a board; an empty one keeps its room, so that nothing else moves. */
export const BoardGrid = ({
  board: { grid, shape, places, page },
  label,
  fresh,
  children,
}: {
  board: Board;
  label: string;
  /** What is not fresh must not look fresh. */
  fresh: boolean;
  children(id: string, place: number): ReactNode;
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
    {places.map((id, place) =>
      id === null ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: a gap is its place and nothing else
        <li key={`gap ${place}`} className={styles.gap} aria-hidden="true" />
      ) : (
        <li key={id} className={styles.place}>
          {children(id, place)}
        </li>
      ),
    )}
  </ol>
);
