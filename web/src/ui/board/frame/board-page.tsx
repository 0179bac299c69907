import type { LiveState } from '@cupcakery/client/live-set';
import { type ReactNode, useId } from 'react';
import type { Board } from '../../../lib/board/layout/use-board.ts';
import { useLink } from '../../../lib/live/connection-context.ts';
import type { Order } from '../../../lib/orders/order.ts';
import { t } from '../../../lib/texts/texts.ts';
import type { Message } from '../../../lib/tickets/use-messages.ts';
import { Notice } from '../../page/notice.tsx';
import { BoardAnnouncements } from './board-announcements.tsx';
import { BoardBlank } from './board-blank.tsx';
import { BoardGrid } from './board-grid.tsx';
import { BoardMessages } from './board-messages.tsx';
import styles from './board-page.module.css';

/** The frame of every board: head, numbered slots, foot. It fills the screen. */
export const BoardPage = ({
  board,
  live,
  label,
  empty,
  work: { messages, dismiss },
  head,
  notice,
  foot,
  renderSlot,
  children,
}: {
  board: Board;
  live: LiveState<Order>;
  /** What its slots contain. */
  label: string;
  empty: boolean;
  work: { messages: readonly Message[]; dismiss(id: number): void };
  head: ReactNode;
  /** What is to be said of all of it, below the head. */
  notice?: ReactNode;
  foot: ReactNode;
  /** The content of a slot. */
  renderSlot(id: string, slot: number): ReactNode;
  children?: ReactNode;
}) => {
  const { phase } = useLink();
  const id = useId();
  return (
    <section className={styles.board} aria-labelledby={id} data-phase={phase}>
      <div className={styles.top}>
        <div id={id} className={styles.head}>
          {head}
        </div>
        {notice}
        <BoardMessages messages={messages} onDismiss={dismiss} />
      </div>
      <div className={styles.middle}>
        {live.problem && (
          <div className={styles.problem}>
            <Notice tone="bad" title={t('board.problem')}>
              <p>{t('board.triesAgain', { message: live.problem.message })}</p>
            </Notice>
          </div>
        )}
        <BoardGrid board={board} label={label} fresh={phase === 'live'}>
          {renderSlot}
        </BoardGrid>
        {empty && <BoardBlank live={live} connected={phase === 'live'} />}
      </div>
      {foot}
      <BoardAnnouncements live={live} />
      {children}
    </section>
  );
};
