import type { SignInFailure } from '../../lib/session/sign-in-state.ts';
import { t } from '../../lib/texts/texts.ts';

/** Why a sign-in came to nothing, and what to do about it. */
export const failureWords = ({ kind, detail }: SignInFailure): { title: string; why: string } => ({
  title: t(kind === 'cancelled' ? 'person:cancelled' : 'person:failed'),
  why: t(`person:why.${kind}`, { detail }),
});
