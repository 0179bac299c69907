import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '@cupcakery/cli/package.json' with { type: 'json' };
import { type Plugin, rolldown } from 'rolldown';
import { readPackage } from '../supply-chain/notices/installed-packages.ts';
import { noticesOf } from '../supply-chain/notices/notices.ts';
import { readStandardTexts } from '../supply-chain/notices/standard-texts.ts';

const notices = 'THIRD-PARTY-NOTICES.txt';

/** What the published package says of itself. It has no dependencies: all is in its one file. */
const manifest = {
  name: 'cupcakery',
  version: packageJson.version,
  description: 'Cupcakery at the command line: orders, the kitchen, incidents, lag.',
  license: 'Apache-2.0',
  type: 'module',
  bin: { cupcakery: 'cupcakery.mjs' },
  files: ['cupcakery.mjs', notices],
  engines: { node: '>=20.19' },
};

/** kit reaches kafkajs's private modules by a `require` that it makes itself: as the usual one, it is bundled too. */
const plainRequire: Plugin = {
  name: 'plain-require',
  transform: (code, id) =>
    id.includes('/kit/src/kafka/connection/')
      ? code.replace(/^const require = createRequire\(import\.meta\.url\);$/m, '')
      : undefined,
};
/** The checksum by the processor's instruction is a native module; over what one person reads, JavaScript will do. */
const portableChecksum: Plugin = {
  name: 'portable-checksum',
  resolveId: (source) => (source === '@node-rs/crc32' ? portableChecksum.name : undefined),
  load: (id) =>
    id === portableChecksum.name
      ? "import crc from 'crc-32/crc32c.js'; export const crc32c = (bytes) => crc.buf(bytes) >>> 0;"
      : undefined,
};

/**
 * Writes the command line as it is published to a folder, whose contents are replaced: Node strips no types under
 * node_modules, so it is one JavaScript file, with what it uses in it, and their notices beside it.
 * @param root of the repository
 */
export async function bundleCommandLine(root: string, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const source = join(root, 'services/cli');
  const build = await rolldown({
    input: join(source, 'src/main.ts'),
    platform: 'node',
    // ws is faster with the first two, and goes on without; the others read compressed records, which ours are not.
    external: ['bufferutil', 'utf-8-validate', 'snappy', 'lz4-napi'],
    plugins: [plainRequire, portableChecksum],
    transform: { target: 'node20.19' },
  });
  const file = join(folder, 'cupcakery.mjs');
  const { output } = await build.write({ file, format: 'esm', codeSplitting: false, minify: 'dce-only' });
  await build.close();
  chmodSync(file, 0o755);
  const modules = output.flatMap((one) => (one.type === 'chunk' ? Object.keys(one.modules) : []));
  const packages = packageFolders(modules).map(readPackage);
  writeFileSync(join(folder, notices), noticesOf(packages, readStandardTexts()));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  cpSync(join(source, 'README.md'), join(folder, 'README.md'));
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
}

/** The folders of the packages that files are of, without the workspaces. */
export function packageFolders(files: readonly string[]): string[] {
  const folders = files.map((file) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(folders)].filter((folder) => folder !== undefined);
}
