import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ShippedImage } from './images.ts';
import { lockfileSchema, withoutDevelopment } from './lockfile.ts';
import { normalizeSbom, type Sbom, sbomSchema } from './sbom.ts';

const run = promisify(execFile);

/**
 * The bill of materials of an image, from the lockfile alone: nothing has to be installed, and the network is not used.
 * @param root folder of package-lock.json
 * @throws what npm prints when it cannot read the lockfile
 */
export async function sbomOf(root: string, { name, workspaces }: ShippedImage): Promise<Sbom> {
  const lockfile = lockfileSchema.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  const shipped = withoutDevelopment(lockfile);
  const copy = await mkdtemp(join(tmpdir(), 'cupcakery-sbom-'));
  try {
    await writeFile(join(copy, 'package-lock.json'), JSON.stringify(shipped));
    // npm reads what a workspace depends on from its manifest.
    for (const [path, manifest] of Object.entries(shipped.packages)) {
      if (path.includes('node_modules/')) continue;
      await mkdir(join(copy, path), { recursive: true });
      await writeFile(join(copy, path, 'package.json'), JSON.stringify(manifest));
    }
    const chosen = workspaces.flatMap((workspace) => ['--workspace', workspace]);
    const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only', '--offline', ...chosen];
    const { stdout } = await run('npm', args, { cwd: copy, maxBuffer: 1 << 26 });
    return normalizeSbom(sbomSchema.parse(JSON.parse(stdout)), name, lockfile.version);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
