import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Whether this user may install Debian's packages here. */
export const mayInstallPackages = (): boolean =>
  existsSync('/etc/debian_version') && process.getuid?.() === 0;

/** Installs Debian's packages; errors of apt-get are shown. Returns whether it went well. */
export const installPackages = (packages: readonly string[], env: NodeJS.ProcessEnv): boolean => {
  const environment = { ...env, DEBIAN_FRONTEND: 'noninteractive' };
  return [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]
    .map((args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: environment }))
    .every(({ status }) => status === 0);
};
