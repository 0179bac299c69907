import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import packageJson from '@cupcakery/cli/package.json' with { type: 'json' };
import { bundleCommandLine } from './bundle.ts';

// `make cli`: the package as it is published, packed.
const root = join(import.meta.dirname, '../..');
const dist = join(root, 'dist');
const { version } = packageJson;
await bundleCommandLine(root, join(dist, 'cli'));
const packed = spawnSync('npm', ['pack', '--silent', '--pack-destination', dist], {
  cwd: join(dist, 'cli'),
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (packed.status !== 0) process.exitCode = 1;
else
  process.stdout.write(
    `dist/cupcakery-${version}.tgz is packed. Install it with\n\n  npm install --global dist/cupcakery-${version}.tgz\n\nor run it as it is: node dist/cli/cupcakery.mjs --help\n`,
  );
