import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describeError, SetupError } from '@cupcakery/local/toolbox/setup-error';
import { shippedImages } from './images.ts';
import { allowedLicences, licenceProblems, shippedPackages } from './licences.ts';
import { lockfileSchema } from './lockfile.ts';
import { sbomOf } from './npm-sbom.ts';

const root = join(import.meta.dirname, '../..');

/** Writes a bill for each image to dist/sbom. */
async function writeSboms(): Promise<void> {
  const folder = join(root, 'dist/sbom');
  await mkdir(folder, { recursive: true });
  for (const image of shippedImages) {
    const sbom = await sbomOf(root, image);
    const file = join(folder, `${image.name}.cdx.json`);
    await writeFile(file, `${JSON.stringify(sbom, null, 2)}\n`);
    process.stdout.write(`${relative(root, file)}: ${sbom.components.length} components\n`);
  }
}

async function checkLicences(): Promise<void> {
  const lockfile = lockfileSchema.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  const problems = licenceProblems(shippedPackages(lockfile));
  if (problems.length === 0) return;
  const allowed = Object.keys(allowedLicences).join(', ');
  throw new SetupError(`${problems.join('\n')}\nAllowed: ${allowed}.`);
}

const commands: Record<string, () => Promise<void>> = { sbom: writeSboms, licences: checkLicences };

try {
  const command = commands[process.argv[2] ?? ''];
  if (!command) throw new SetupError(`usage: main.ts ${Object.keys(commands).join(' | ')}`);
  await command();
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}
