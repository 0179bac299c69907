import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Whether this user can install Debian packages here. */
export function canInstallPackages(): boolean {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

/** Installs Debian packages; errors of apt-get are shown. Returns whether it succeeded. */
export function installPackages(packages: readonly string[], env: NodeJS.ProcessEnv): boolean {
  const environment = { ...env, DEBIAN_FRONTEND: 'noninteractive' };
  return [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]
    .map((args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: environment }))
    .every(({ status }) => status === 0);
}
