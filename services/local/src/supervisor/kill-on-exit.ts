import type { ChildProcess } from 'node:child_process';
import { signalGroup } from './identity.ts';

/**
 * Ends a child and its process group when this process exits without having stopped it: by an uncaught error,
 * or a second Ctrl-C in a test run. The child leads a group of its own, so no terminal would end it.
 */
export const killOnExit = (child: ChildProcess): void => {
  const kill = (): void => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  };
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
};
