import type { LinkState } from '@cupcakery/client/link';
import { spanWords, timeOfDay } from '../lib/time/format.ts';

export type ConnectionWords = { tone: 'warn' | 'bad'; cause: string; effect: string };

/** A reconnection that takes less than this is not worth a banner. */
const graceMs = 1_000;

const causes: Record<NonNullable<LinkState['closed']>, string> = {
  unreachable: 'The server does not answer.',
  restarting: 'The server is restarting.',
  'signed-out': 'The sign-in has run out.',
  'too-slow': 'This device was too slow to take all changes.',
  silent: 'The connection went silent and was given up.',
};

/** What to say of the connection: the cause, and what still works. Undefined while all is well. */
export const connectionWords = (link: LinkState, now: number): ConnectionWords | undefined => {
  const asOf =
    link.heardAt === undefined
      ? 'Nothing has been loaded yet.'
      : `You see the state of ${timeOfDay(link.heardAt, now)}, ${spanWords(now - link.heardAt)} ago.`;

  if (link.phase === 'live') {
    if (!link.deviceOffline) return undefined;
    return {
      tone: 'warn',
      cause: 'This device says that it has no network.',
      effect: 'Changes still arrive from the server; orders may not get through.',
    };
  }
  if (link.phase === 'stale') {
    return {
      tone: 'warn',
      cause: 'Nothing is heard from the server.',
      effect: `${asOf} An order you place is sent, and repeated until there is an answer.`,
    };
  }
  if (link.phase === 'connecting') {
    if (now - link.since < 3 * graceMs) return undefined;
    return { tone: 'warn', cause: 'Still connecting.', effect: asOf };
  }
  if (now - link.since < graceMs) return undefined;
  const cause = link.deviceOffline ? 'This device has no network.' : causes[link.closed ?? 'unreachable'];
  return {
    tone: 'bad',
    cause,
    effect: `${asOf} What is here can be read and typed text stays; orders cannot be sent until it is back.`,
  };
};
