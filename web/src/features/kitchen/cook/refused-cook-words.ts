import type { Reply } from '../../../lib/screens/staff-api.ts';
import { t } from '../../../lib/texts/texts.ts';

/** Why a code or a badge was not accepted. */
export const refusedCookWords = (reply: Exclude<Reply<unknown>, { ok: unknown }>): string => {
  if ('lost' in reply) return t('screens:noAnswer');
  const { code, detail } = reply.refused;
  if (code === 'WRONG_CODE') return t('screens:wrongCode');
  return code === 'CODE_LOCKED' ? t('screens:codeLocked') : detail;
};
