import { type LockedPackage, type Lockfile, nameOfPath } from '../lockfile.ts';

/**
 * What an image needs, found by walking the lockfile as Node resolves names, without npm: `name@version` of each package
 * that is reached from the workspaces by dependencies, optional ones, and peers that are not optional.
 * @throws Error when the lockfile lacks something that is needed
 */
export function productionPackages({ packages }: Lockfile, workspaces: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const queue = workspaces.map((name) => folderOf(packages, name));
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const [name, isOptional] of needsOf(packages[path] ?? {})) {
      const found = resolve(packages, path, name);
      if (found !== undefined) queue.push(found);
      else if (!isOptional) throw new Error(`${path} needs ${name}, which is not in the lockfile`);
    }
  }
  return new Set(
    [...seen].map((path) => `${packages[path]?.name ?? nameOfPath(path)}@${packages[path]?.version}`),
  );
}

function folderOf(packages: Lockfile['packages'], workspace: string): string {
  const found = Object.entries(packages).find(
    ([path, { name }]) => name === workspace && !path.includes('node_modules/'),
  );
  if (!found) throw new Error(`the lockfile has no workspace ${workspace}`);
  return found[0];
}

/** Names that a package requires, each with whether it can do without. */
function needsOf(locked: LockedPackage): [name: string, isOptional: boolean][] {
  const {
    dependencies = {},
    optionalDependencies = {},
    peerDependencies = {},
    peerDependenciesMeta = {},
  } = locked;
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  return [
    ...[...Object.keys(dependencies), ...peers].map((name): [string, boolean] => [
      name,
      name in optionalDependencies,
    ]),
    ...Object.keys(optionalDependencies).map((name): [string, boolean] => [name, true]),
  ];
}

/** The path of what `require(name)` finds in the package at `from`: its own node_modules first, then those above. */
function resolve(packages: Lockfile['packages'], from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    const found = packages[path];
    if (found?.link) return folderOf(packages, name);
    if (found) return path;
    if (folder === '') return undefined;
  }
}
