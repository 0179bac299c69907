import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { root } from './child.ts';

export type CommandLine = {
  /** Runs a command to its end. */
  run(...args: string[]): Promise<{ code: number; out: string; err: string }>;
  /** Starts one that ends later; `said` is what it has said to people so far. */
  start(...args: string[]): { ended: Promise<{ code: number; out: string; err: string }>; said(): string };
};

/**
 * The command line as one person has it.
 * @param config the folder of that person's configuration
 * @param more added to its environment
 */
export function commandLine(url: string, config: string, more: NodeJS.ProcessEnv = {}): CommandLine {
  function start(...args: string[]) {
    const child = spawn(process.execPath, [join(root, 'services/cli/src/main.ts'), ...args], {
      env: { PATH: process.env.PATH, XDG_CONFIG_HOME: config, CUPCAKERY_URL: url, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const ended = Promise.all([once(child, 'close'), text(child.stdout)]).then(([[code], out]) => ({
      code: Number(code),
      out,
      err: said,
    }));
    return { ended, said: () => said };
  }
  return { start, run: (...args) => start(...args).ended };
}
