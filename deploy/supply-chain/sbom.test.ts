import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { describe, expect, test } from 'vitest';
import { shippedImages } from './images.ts';
import { nameOfPath } from './lockfile.ts';
import { sbomOf } from './npm-sbom.ts';
import { productionPackages } from './testing/production-packages.ts';
import { fileOf, ownLockfile, root } from './testing/project-files.ts';

/** Each bill starts npm. */
const timeout = 60_000;

describe.each(shippedImages)('the bill of materials of the $name image', (image) => {
  test('has each production dependency of the lockfile and nothing else', { timeout }, async () => {
    const { components } = await sbomOf(root, image);
    const listed = components.map((one) => one['bom-ref']);
    const wanted = [...productionPackages(ownLockfile(), image.workspaces)];
    expect(listed.toSorted()).toEqual(wanted.toSorted());
  });

  test('is CycloneDX', { timeout }, async () => {
    const sbom = await sbomOf(root, image);
    expect(sbom.specVersion).toBe('1.5');
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot5);
    expect(await validator.validate(JSON.stringify(sbom))).toBeNull();
    expect(await validator.validate(JSON.stringify({ ...sbom, components: [{}] }))).not.toBeNull();
  });

  test('is the same each time, wherever it is made', { timeout }, async () => {
    const [first, second] = await Promise.all([sbomOf(root, image), sbomOf(root, image)]);
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });

  test('names a licence for each package, and its hash', { timeout }, async () => {
    const { components } = await sbomOf(root, image);
    const foreign = components.filter((one) => !one['bom-ref'].startsWith('@cupcakery/'));
    for (const one of foreign)
      expect(one, one.name).toMatchObject({ licenses: [{}], hashes: [{ alg: 'SHA-512' }] });
  });
});

test('the images are what the Dockerfile installs for production', () => {
  const stages = fileOf('deploy/Dockerfile').split(/^FROM /m);
  for (const { name, installedBy, workspaces } of shippedImages) {
    const stage = stages.find((one) => one.split('\n', 1)[0]?.endsWith(` AS ${installedBy}`)) ?? '';
    expect(stage).toContain('npm ci --omit=dev');
    const installed = [...stage.matchAll(/-w (\S+)/g)].map(([, workspace]) => workspace);
    // The app's own dependencies are bundled where the web image is built.
    const bundled = name === 'web' ? ['@cupcakery/web', '@cupcakery/client'] : [];
    expect([...installed, ...bundled].toSorted()).toEqual(workspaces.toSorted());
  }
});

test('what is for development only is in no bill', { timeout }, async () => {
  const listed = await Promise.all(
    shippedImages.map(async (image) => (await sbomOf(root, image)).components),
  );
  const names = new Set(listed.flat().map((one) => one['bom-ref']));
  const packages = Object.entries(ownLockfile().packages).map(([path, locked]) => ({
    id: `${locked.name ?? nameOfPath(path)}@${locked.version}`,
    isForDevelopment: locked.dev === true,
  }));
  // One version may be in two folders, for development in one of them only.
  const shipped = new Set(packages.filter((one) => !one.isForDevelopment).map(({ id }) => id));
  const development = packages.filter(({ id }) => !shipped.has(id)).map(({ id }) => id);
  expect(development).toEqual(expect.arrayContaining([expect.stringMatching(/^vitest@/)]));
  expect(development.filter((id) => names.has(id))).toEqual([]);
});
