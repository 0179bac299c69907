import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { fileOf, root } from './testing/project-files.ts';

const configSchema = z.looseObject({
  extends: z.array(z.string()),
  schedule: z.array(z.string()).min(1),
  enabledManagers: z.array(z.string()),
  maven: z.object({ managerFilePatterns: z.array(z.string()) }),
  customManagers: z.array(
    z.object({ managerFilePatterns: z.array(z.string()), matchStrings: z.array(z.string()) }).loose(),
  ),
});
const config = configSchema.parse(JSON.parse(fileOf('renovate.json')));
const regexOf = (pattern: string) => new RegExp(pattern.slice(1, -1));

/** Every file whose name says that it lists dependencies, and which of Renovate's managers reads it. */
const managers: [manager: string, file: RegExp][] = [
  ['npm', /(^|\/)package\.json$/],
  ['dockerfile', /(^|\/)([^/]*\.)?Dockerfile$/],
  ['gomod', /(^|\/)go\.mod$/],
  ['maven', regexOf(config.maven.managerFilePatterns[0] ?? '//')],
];
const listsDependencies =
  /(package\.json|Dockerfile|go\.mod|pom\.xml|requirements.*\.txt|Cargo\.toml|build\.gradle|Gemfile|pyproject\.toml)$/;

test('every file that lists dependencies is updated', () => {
  const { stdout } = spawnSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' });
  const files = stdout.split('\n').filter((file) => listsDependencies.test(file));
  expect(files).toEqual(expect.arrayContaining(['deploy/test-cluster/programs/go.mod', 'web/package.json']));
  const unread = files.filter(
    (file) =>
      !managers.some(([name, pattern]) => config.enabledManagers.includes(name) && pattern.test(file)),
  );
  expect(unread).toEqual([]);
});

test('base images are pinned by digest, and the lockfile is renewed', () =>
  expect(config.extends).toEqual(expect.arrayContaining(['docker:pinDigests', ':maintainLockFilesWeekly'])));

test('the version of Strimzi is found wherever a command installs it', () => {
  const found = config.customManagers.flatMap(({ managerFilePatterns, matchStrings }) =>
    ['skaffold.yaml', 'deploy/kind/up.sh', 'deploy/gke/README.md'].map((file) => {
      expect(
        managerFilePatterns.some((pattern) => regexOf(pattern).test(file)),
        file,
      ).toBe(true);
      const text = fileOf(file);
      return matchStrings.map((one) => new RegExp(one).exec(text)?.groups?.currentValue).find(Boolean);
    }),
  );
  const [, crds] =
    /<strimzi\.version>(.+)<\/strimzi\.version>/.exec(
      fileOf('deploy/test-cluster/artifacts/strimzi-pom.xml'),
    ) ?? [];
  expect(found).toEqual([crds, crds, crds]);
});
