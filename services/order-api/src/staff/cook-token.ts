import { signText, verifiedText } from '@cupcakery/kit/auth/secrets';
import type { Board } from '@cupcakery/workflow/contracts/staff';
import { z } from 'zod';

/** Who works at a wall screen now. `until`: ms since 1970. */
const cookSessionSchema = z.object({
  sub: z.string(),
  name: z.string(),
  board: z.string(),
  until: z.number(),
});
export type CookSession = z.infer<typeof cookSessionSchema>;

/**
 * A token that says who works at a board. It is checked by any process that knows the board, and ends with the board: the
 * key is the hash of the board's own secret.
 */
export function cookTokenOf(session: CookSession, board: Board): string {
  return signText(JSON.stringify(session), board.secretHash);
}

/** The session of a token that was made for this board and is not over. @param now ms since 1970 */
export function cookSessionOf(token: string, board: Board, now: number): CookSession | undefined {
  const text = verifiedText(token, board.secretHash);
  if (text === undefined) return undefined;
  const session = cookSessionSchema.parse(JSON.parse(text));
  return session.board === board.id && session.until > now ? session : undefined;
}
