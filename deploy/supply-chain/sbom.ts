import { z } from 'zod';

const component = z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string() });
const dependency = z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).default([]) });

/** CycloneDX 1.5 as `npm sbom` writes it, as far as it is read here; other fields are kept. */
export const sbomSchema = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  metadata: z.looseObject({ component: z.looseObject({ 'bom-ref': z.string() }) }),
  components: z.array(component),
  dependencies: z.array(dependency),
});

export type Sbom = z.infer<typeof sbomSchema>;

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The bill of one image, so that two runs on one lockfile give the same bytes: in the order of names, without the time,
 * the serial number (both optional in CycloneDX), npm's version and the folder's name.
 * @param version of the project, which is that of the image
 */
export function normalizeSbom(sbom: Sbom, image: string, version: string): Sbom {
  const { serialNumber: _serial, metadata, ...rest } = sbom;
  const { timestamp: _time, tools: _tools, component: root, ...about } = metadata;
  const ref = `cupcakery/${image}@${version}`;
  const workspaces = sbom.components.filter((one) => one['bom-ref'].startsWith('@cupcakery/'));
  const { purl: _purl, ...named } = root;
  return {
    ...rest,
    metadata: {
      ...about,
      component: { ...named, 'bom-ref': ref, type: 'container', name: `cupcakery/${image}`, version },
    },
    components: sbom.components.toSorted((a, b) => byName(a['bom-ref'], b['bom-ref'])),
    dependencies: [
      { ref, dependsOn: workspaces.map((one) => one['bom-ref']).toSorted(byName) },
      ...sbom.dependencies
        .filter((one) => one.ref !== root['bom-ref'])
        .map((one) => ({ ...one, dependsOn: one.dependsOn.toSorted(byName) }))
        .toSorted((a, b) => byName(a.ref, b.ref)),
    ],
  };
}
