import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * Kills what its parent has started once the parent is gone, whatever ended it (also kill -9, when no handler runs).
 * Commands on stdin, one per line: `+<group id>`, `-<group id>`, `dir <folder to remove>`, `keep <folder>`.
 */
const groups = new Set<number>();
const folders = new Set<string>();
// Ctrl-C in a terminal reaches the whole foreground group; the guard exits after its parent.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  if (line.startsWith('+')) groups.add(Number(line.slice(1)));
  else if (line.startsWith('-')) groups.delete(Number(line.slice(1)));
  else if (line.startsWith('dir ')) folders.add(line.slice(4));
  else if (line.startsWith('keep ')) folders.delete(line.slice(5));
}
for (const group of groups) {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has already exited.
  }
}
// Killed processes no longer write, but the system may need a moment to notice.
for (const folder of folders)
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
