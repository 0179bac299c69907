import { capitalised } from '../../lib/orders/order.ts';
import { locale, t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import { scalingTrouble } from './scaling-trouble.ts';
import type { StageRow } from './use-backlog.ts';

type Reasoned = Pick<StageRow, 'stage' | 'reason' | 'reasonCode'>;

/**
 * Reasons that several stages share, once for all of them: below the table, and not in each row. What is wrong with a
 * stage stays with it.
 */
export const sharedReasons = (rows: readonly Reasoned[]): { reason: string; words: string }[] =>
  [...groupedByReason(rows)]
    .filter(([, stages]) => stages.length > 1)
    .map(([reason, stages]) => ({
      reason,
      words:
        stages.length === rows.length
          ? t('lag.allStages', { reason: lowered(reason) })
          : t('lag.someStages', { stages: listed(stages), reason: lowered(reason) }),
    }));

/** The reason of a stage that its row has to say. */
export const ownReason = (row: Reasoned, rows: readonly Reasoned[]): string | null =>
  row.reason !== null && (groupedByReason(rows).get(row.reason)?.length ?? 0) > 1 ? null : row.reason;

const groupedByReason = (rows: readonly Reasoned[]): Map<string, string[]> => {
  const stages = new Map<string, string[]>();
  for (const { stage, reason, reasonCode } of rows) {
    if (reason !== null && !scalingTrouble(reasonCode))
      stages.set(reason, [...(stages.get(reason) ?? []), stage]);
  }
  return stages;
};

const listed = (stages: readonly string[]): string =>
  capitalised(new Intl.ListFormat(locale(), { type: 'conjunction' }).format(stages.map(word)));

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
