import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { canInstallPackages, installPackages } from '@cupcakery/local/toolbox/debian-packages';
import { SetupError } from '@cupcakery/local/toolbox/setup-error';

/** A program of each package that the cluster needs; if it exists, the package counts as installed. */
const programs: Record<string, string> = {
  etcd: 'etcd-server',
  containerd: 'containerd',
  runc: 'runc',
  dockerd: 'docker.io',
  iptables: 'iptables',
  ip: 'iproute2',
  conntrack: 'conntrack',
  debootstrap: 'debootstrap',
  openssl: 'openssl',
  nsenter: 'util-linux',
  promtool: 'prometheus',
};
const plugins = { file: '/usr/lib/cni/bridge', package: 'containernetworking-plugins' };
/** Prevents packages from starting services: only their files are needed. */
const policy = '/usr/sbin/policy-rc.d';

/** Installs etcd, containerd and the like from Debian's packages, unless they are there. Needs root. */
export function requirePackages(announce: (line: string) => void, env: NodeJS.ProcessEnv): void {
  const missing = missingPackages();
  if (missing.length === 0) return;
  if (!canInstallPackages()) {
    throw new SetupError(
      `The test cluster needs programs that cannot be found here: those of the Debian packages ${missing.join(' ')}.`,
    );
  }
  announce(`Installing Debian's packages, once: ${missing.join(' ')} ...`);
  const quiet = !existsSync(policy);
  if (quiet) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    if (!installPackages(missing, env)) {
      throw new SetupError('apt-get failed; see above. Then run the same command again.');
    }
  } finally {
    if (quiet) rmSync(policy);
  }
  const still = missingPackages();
  if (still.length > 0) throw new SetupError(`Still missing after apt-get: ${still.join(' ')}.`);
}

function missingPackages(): string[] {
  const folders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
  const missing = Object.entries(programs)
    .filter(([program]) => !folders.some((folder) => existsSync(`${folder}/${program}`)))
    .map(([, name]) => name);
  return existsSync(plugins.file) ? missing : [...missing, plugins.package];
}
