import { z } from 'zod';

const ranges = z.record(z.string(), z.string()).optional();

/** One package of the lockfile, as far as it is read here; npm's other fields are kept. */
const lockedPackage = z.looseObject({
  name: z.string().optional(),
  version: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().optional(),
  link: z.boolean().optional(),
  dependencies: ranges,
  devDependencies: ranges,
  optionalDependencies: ranges,
  peerDependencies: ranges,
  peerDependenciesMeta: z.record(z.string(), z.looseObject({ optional: z.boolean().optional() })).optional(),
});

/** npm's package-lock.json: each package by its path, such as `node_modules/zod`; a workspace's path is its folder. */
export const lockfileSchema = z.looseObject({
  version: z.string(),
  lockfileVersion: z.literal(3),
  packages: z.record(z.string(), lockedPackage),
});

export type Lockfile = z.infer<typeof lockfileSchema>;
export type LockedPackage = z.infer<typeof lockedPackage>;

/** An installed package's name, by its path: `node_modules/a/node_modules/@b/c` is `@b/c`. */
export function nameOfPath(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/**
 * The lockfile as if nothing were for development. `npm sbom --omit dev` would leave out every package that is also a
 * development dependency of some workspace, and without it optional peers such as TypeScript count as shipped.
 */
export function withoutDevelopment(lockfile: Lockfile): Lockfile {
  const packages = Object.entries(lockfile.packages).map(([path, { devDependencies: _, ...locked }]) => {
    const { peerDependencies = {}, peerDependenciesMeta = {} } = locked;
    const needed = Object.entries(peerDependencies).filter(([peer]) => !peerDependenciesMeta[peer]?.optional);
    return [path, { ...locked, peerDependencies: Object.fromEntries(needed), peerDependenciesMeta: {} }];
  });
  return { ...lockfile, packages: Object.fromEntries(packages) };
}
