import { execFile } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../processes/child.ts';

const archive = join(root, 'services/e2e/releases/before.tar.gz');

/**
 * Unpacks the release before this one (`make release-archive` writes it) and returns its folder, from which its services
 * can be started. Its own workspaces are linked there; other packages are those of this release.
 * @param dir an empty folder inside the repository, so that packages are found above it
 */
export async function unpackReleaseBefore(dir: string): Promise<string> {
  const folder = join(dir, 'release-before');
  const scope = join(folder, 'node_modules/@cupcakery');
  await mkdir(scope, { recursive: true });
  await promisify(execFile)('tar', ['-xzf', archive, '-C', folder]);
  for (const workspace of ['kit', 'workflow']) {
    await symlink(join('../../services', workspace), join(scope, workspace));
  }
  return folder;
}
