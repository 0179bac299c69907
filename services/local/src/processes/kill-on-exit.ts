import type { ChildProcess } from 'node:child_process';
import { signalGroup } from './identity.ts';

/**
 * Kills a child and its process group when this process exits without having stopped it: after an uncaught error,
 * or a second Ctrl-C in a test run. The child leads its own group, so no terminal would end it.
 */
export function killOnExit(child: ChildProcess): void {
  const kill = (): void => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  };
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
}
