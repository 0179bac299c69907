import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder for what is downloaded once: `$CUPCAKERY_CACHE`, `$XDG_CACHE_HOME/cupcakery` or `~/.cache/cupcakery`. */
export function cacheDir(env: NodeJS.ProcessEnv = process.env): string {
  if (env.CUPCAKERY_CACHE) return env.CUPCAKERY_CACHE;
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cupcakery');
}
