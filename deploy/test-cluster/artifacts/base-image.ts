import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '@cupcakery/local/toolbox/setup-error';
import { versions } from '../../versions/versions.ts';
import { cache, root } from '../settings/settings.ts';

/** Name of the base image here. It stands in for node:24-bookworm-slim, which cannot be pulled everywhere. */
export const baseImage = 'docker.io/local/node:24-bookworm-slim';

/** This machine's own authorities, in the image: a registry may be reached through one that neither Debian nor Node knows. */
export const authorities = 'etc/ssl/certs/ca-certificates.crt';

/** Left out of the image: no service uses anything in it. */
const ballast = [
  'var/cache/apt',
  'var/lib/apt/lists',
  'usr/share/doc',
  'usr/share/man',
  'usr/share/locale',
  'debootstrap',
];

/**
 * The root file system of the base image, as a tar in the cache: Debian's smallest set by debootstrap, with the Node
 * that the lockfile pins and npm. A minute and a half, once.
 * @returns the tar's path
 */
export function buildBaseImage(announce: (line: string) => void, env: NodeJS.ProcessEnv): string {
  const tar = join(cache, `base-${nodeVersion()}-${versions.npm}.tar`);
  if (existsSync(tar)) return tar;
  announce('Making the base image from Debian and Node, once (90 s) ...');
  mkdirSync(cache, { recursive: true });
  const rootfs = join(cache, `.base-${process.pid}`);
  const run = (command: string, ...args: string[]): void => {
    const { status, stderr } = spawnSync(command, args, {
      cwd: cache,
      env,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    if (status !== 0) {
      throw new SetupError(
        `${command} ${args.join(' ')} failed:\n${stderr.split('\n').slice(-5).join('\n')}`,
      );
    }
  };
  try {
    run('debootstrap', '--variant=minbase', '--include=ca-certificates,libstdc++6', 'bookworm', rootfs);
    for (const folder of ballast) rmSync(join(rootfs, folder), { recursive: true, force: true });
    cpSync(join(root, 'node_modules/node/bin/node'), join(rootfs, 'usr/local/bin/node'));
    run('npm', 'pack', '--silent', `npm@${versions.npm}`);
    const npm = join(rootfs, 'usr/local/lib/node_modules/npm');
    mkdirSync(npm, { recursive: true });
    run('tar', 'xzf', `npm-${versions.npm}.tgz`, '-C', npm, '--strip-components=1', '--no-same-owner');
    rmSync(join(cache, `npm-${versions.npm}.tgz`));
    for (const name of ['npm', 'npx']) {
      symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(rootfs, 'usr/local/bin', name));
    }
    if (existsSync(`/${authorities}`))
      cpSync(`/${authorities}`, join(rootfs, authorities), { dereference: true });
    run('tar', '-C', rootfs, '--numeric-owner', '-cf', `${tar}.part`, '.');
    renameSync(`${tar}.part`, tar);
  } finally {
    rmSync(rootfs, { recursive: true, force: true });
  }
  return tar;
}

function nodeVersion(): string {
  return process.versions.node;
}
