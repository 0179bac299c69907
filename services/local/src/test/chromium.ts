import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { canInstallPackages, installPackages } from '../toolbox/debian-packages.ts';
import { SetupError } from '../toolbox/setup-error.ts';

const installed = (): boolean =>
  ['chromium', 'chromium-browser', 'google-chrome'].some(
    (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
  );

/**
 * Ensures that the browser tests have a browser: CHROMIUM or one on the PATH, else Debian's package when
 * the user can install it. Throws a SetupError with the remedy otherwise.
 */
export function requireChromium(announce: (line: string) => void, env = process.env): void {
  if ((env.CHROMIUM && existsSync(env.CHROMIUM)) || installed()) return;
  const remedy =
    'Install it (Debian: apt-get install chromium; elsewhere Chrome), or set CHROMIUM to its program.';
  if (!canInstallPackages()) {
    throw new SetupError(`The browser tests need Chromium and none was found. ${remedy}`);
  }
  announce("Installing Chromium for the browser tests (Debian's package, once) ...");
  installPackages(['chromium'], env);
  if (!installed()) throw new SetupError(`Chromium could not be installed. ${remedy}`);
}
