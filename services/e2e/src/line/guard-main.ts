import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * Ends what its parent has started once the parent is gone, however it went (also by kill -9, when no handler
 * runs). Told on stdin, a line each: `+<group id>`, `-<group id>`, `dir <folder to remove>`, `keep <folder>`.
 */
const groups = new Set<number>();
const folders = new Set<string>();
// Ctrl-C in a terminal reaches the whole foreground group; the guard ends when its parent has.
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
    // It ended by itself meanwhile.
  }
}
// The killed write no more, but the system may need a moment to know.
for (const folder of folders)
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
