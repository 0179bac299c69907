import { globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type InstalledPackage, isNoticeFile } from './notices.ts';

/**
 * The packages that npm has installed below a folder, at any depth, without the links to workspaces. It runs where an
 * image is built, beside production dependencies only, so it uses nothing but Node.
 */
export function installedPackages(root: string): InstalledPackage[] {
  // Only a folder right below node_modules, or below a scope of it, is a package.
  const manifests = globSync('**/node_modules/{*,@*/*}/package.json', { cwd: root }).toSorted();
  return manifests
    .map((path) => readPackage(join(root, dirname(path))))
    .filter((one) => one.name !== '' && !one.name.startsWith('@cupcakery/'));
}

/** What a package in a folder says of itself, and its licences. */
export function readPackage(folder: string): InstalledPackage {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter(
    (name) => isNoticeFile(name) && statSync(join(folder, name)).isFile(),
  );
  return {
    name: text(manifest, 'name'),
    version: text(manifest, 'version'),
    license: text(manifest, 'license'),
    author: text(manifest, 'author') || text(field(manifest, 'author'), 'name'),
    source: text(manifest, 'repository') || text(field(manifest, 'repository'), 'url'),
    texts: Object.fromEntries(
      files.toSorted().map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
    ),
  };
}

/** A package.json is anybody's: what is not as expected counts as absent. */
function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown, name: string): string {
  const found = field(value, name);
  return typeof found === 'string' ? found : '';
}
