import type { HistoryEvent } from '../api/documents.ts';

/** An event in words: `mix completed`, `incident at bake: no eggs`. */
export function historyText({ type, name, stage, next, from, outcome, reason }: HistoryEvent): string {
  const words = type === 'OTHER' && name !== null ? name : wordsOf(type);
  const where = stage === null ? '' : ` at ${stage}`;
  const details = [
    outcome,
    from === null ? null : `from ${from}`,
    next === null ? null : `then ${next}`,
    reason,
  ];
  const more = details.filter((detail) => detail !== null).join(', ');
  return `${words}${where}${more === '' ? '' : `: ${more}`}`;
}

/** `STAGE_COMPLETED`: `stage completed`. */
const wordsOf = (type: string): string => type.toLowerCase().replaceAll('_', ' ');
