import type { ReactNode } from 'react';
import type { BoardScreen } from '../../../lib/board/use-board-screen.ts';
import { t } from '../../../lib/texts/texts.ts';
import { Button } from '../../button.tsx';
import { Emphasised } from '../../emphasised.tsx';
import { Icon, type IconName } from '../../icon.tsx';
import { PageHeading } from '../../page/page-heading.tsx';
import styles from './board-page.module.css';
import { Indicators } from './indicators.tsx';

/** `words` is a key: the language may change. */
export type Tool<Kind> = { icon: IconName; words: ToolWords; kind: Kind };
type ToolWords = `board.${'allDay' | 'recent' | 'settings' | 'keys'}`;

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
  /** A text whose strong parts are in `<b>`. */
  count: string;
  marks: ReactNode;
  screen: BoardScreen;
  filter?: ReactNode;
  tools: readonly Tool<Kind>[];
  onTool(kind: Kind): void;
}) => (
  <>
    <div className={styles.name}>
      <PageHeading title={t('board.name', { title })}>{title}</PageHeading>
      <p className={styles.count}>
        <Emphasised text={count} />
      </p>
      {marks}
    </div>
    <div className={styles.tools}>
      <Indicators sound={screen.sound.state} wake={screen.wake} onSound={screen.toggleSound} />
      {filter}
      {tools.map(({ icon, words, kind }) => (
        <Button key={kind} aria-haspopup="dialog" aria-label={t(words)} onClick={() => onTool(kind)}>
          <Icon name={icon} />
          <span className={styles.word}>{t(words)}</span>
        </Button>
      ))}
    </div>
  </>
);
