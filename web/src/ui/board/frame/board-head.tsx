import type { ReactNode } from 'react';
import type { BoardScreen } from '../../../lib/board/use-board-screen.ts';
import { Button } from '../../button.tsx';
import { Icon, type IconName } from '../../icon.tsx';
import { PageHeading } from '../../page/page-heading.tsx';
import styles from './board-page.module.css';
import { Indicators } from './indicators.tsx';

export type Tool<Kind> = { icon: IconName; words: string; kind: Kind };

/** A board's name, how much there is, and its tools. */
export const BoardHead = <Kind extends string>({
  title,
  count,
  marks,
  screen,
  filter,
  tools,
  onTool,
}: {
  title: string;
  count: ReactNode;
  marks: ReactNode;
  screen: BoardScreen;
  filter?: ReactNode;
  tools: readonly Tool<Kind>[];
  onTool(kind: Kind): void;
}) => (
  <>
    <div className={styles.name}>
      <PageHeading title={`${title} board`}>{title}</PageHeading>
      <p className={styles.count}>{count}</p>
      {marks}
    </div>
    <div className={styles.tools}>
      <Indicators sound={screen.sound.state} wake={screen.wake} onSound={screen.toggleSound} />
      {filter}
      {tools.map(({ icon, words, kind }) => (
        <Button key={kind} aria-haspopup="dialog" aria-label={words} onClick={() => onTool(kind)}>
          <Icon name={icon} />
          <span className={styles.word}>{words}</span>
        </Button>
      ))}
    </div>
  </>
);
