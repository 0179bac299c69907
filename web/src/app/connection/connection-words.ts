import type { LinkState } from '@cupcakery/client/link';
import { spanWords, timeOfDay } from '../../lib/time/format.ts';
import type { BannerWords } from './page-banner.tsx';

/** A reconnection that takes less than this is not worth a banner. */
const graceMs = 1_000;

const causes: Record<NonNullable<LinkState['closed']>, string> = {
  unreachable: 'The server does not answer.',
  restarting: 'The server is restarting.',
  'signed-out': 'The sign-in has run out.',
  'too-slow': 'This device was too slow to take all changes.',
  'too-many': 'There are too many connections in your name.',
  silent: 'The connection went silent and was given up.',
};

/** What still works, on a board and on every other page. */
const effects = {
  hinted: {
    board: 'Tickets still arrive; what you finish may not get through.',
    page: 'Changes still arrive from the server; orders may not get through.',
  },
  stale: {
    board: 'What you finish is sent, and repeated until there is an answer.',
    page: 'An order you place is sent, and repeated until there is an answer.',
  },
  offline: {
    board: 'What you finish waits here and is sent when it is back.',
    page: 'What is here can be read and typed text stays; orders cannot be sent until it is back.',
  },
};

/** The state of the connection in words: the cause, and what still works. Undefined while there is no problem. */
export const connectionWords = (link: LinkState, now: number, onBoard: boolean): BannerWords | undefined => {
  const works = (kind: keyof typeof effects) => effects[kind][onBoard ? 'board' : 'page'];
  const asOf =
    link.heardAt === undefined
      ? 'Nothing has been loaded yet.'
      : `You see the state of ${timeOfDay(link.heardAt, now)}, ${spanWords(now - link.heardAt)} ago.`;

  if (link.phase === 'live') {
    if (!link.deviceOffline) return undefined;
    return { tone: 'warn', cause: 'This device says that it has no network.', effect: works('hinted') };
  }
  if (link.phase === 'stale') {
    return {
      tone: 'warn',
      cause: 'Nothing is heard from the server.',
      effect: `${asOf} ${works('stale')}`,
    };
  }
  if (link.phase === 'connecting') {
    if (now - link.since < 3 * graceMs) return undefined;
    return { tone: 'warn', cause: 'Still connecting.', effect: asOf };
  }
  if (now - link.since < graceMs) return undefined;
  const cause = link.deviceOffline ? 'This device has no network.' : causes[link.closed ?? 'unreachable'];
  return { tone: 'bad', cause, effect: `${asOf} ${works('offline')}` };
};
