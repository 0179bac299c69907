import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { SetupError } from '../toolbox/setup-error.ts';

const run = promisify(execFile);
const packageJson = z.object({ scripts: z.record(z.string(), z.string()).optional() });

/** Builds the web app if its result is missing or older than its sources; `log` receives progress lines. */
export async function buildWeb(
  root: string,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const web = join(root, 'web');
  const { scripts = {} } = packageJson.parse(JSON.parse(await readFile(join(web, 'package.json'), 'utf8')));
  if (scripts.build === undefined) return log('web: there is nothing to build yet');
  const built = await newest([join(web, 'dist/index.html')]);
  const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json'].map((name) =>
    join(web, name),
  );
  // Bundled into the pages.
  sources.push(join(root, 'services/client/src'));
  if (built > (await newest(sources))) return;
  log('web: building');
  const started = performance.now();
  try {
    // Set whatever the caller's value: under `test` the libraries' development code, twice as large, would be bundled.
    const env = { ...process.env, NODE_ENV: 'production' };
    await run('npm', ['run', 'build', '-w', 'web'], { cwd: root, env, maxBuffer: 1 << 24, signal });
  } catch (error) {
    signal.throwIfAborted();
    const output =
      error instanceof Error && 'stdout' in error ? `${error.stdout}\n${Reflect.get(error, 'stderr')}` : '';
    const lines = output.trim().split('\n').slice(-20).join('\n');
    throw new SetupError(`The web app cannot be built (npm run build -w web):\n${lines || String(error)}`);
  }
  log(`web: built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** The latest change below these paths, in ms; 0 when there is none. */
async function newest(paths: string[]): Promise<number> {
  const times = await Promise.all(
    paths.map(async (path): Promise<number> => {
      const found = await stat(path).catch(() => undefined);
      if (found === undefined) return 0;
      if (!found.isDirectory()) return found.mtimeMs;
      // The folder's own time shows that files were removed.
      return Math.max(found.mtimeMs, await newest((await readdir(path)).map((name) => join(path, name))));
    }),
  );
  return Math.max(0, ...times);
}
