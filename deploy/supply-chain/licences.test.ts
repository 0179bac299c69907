import { expect, test } from 'vitest';
import { licenceProblems, shippedPackages } from './licences.ts';
import { ownLockfile } from './testing/project-files.ts';

const problemsOf = (license: string | undefined) =>
  licenceProblems([{ name: 'left-pad', version: '1.3.0', license }], ['MIT', 'Apache-2.0']);

test.each([
  'MIT',
  'Apache-2.0',
  '(MIT OR GPL-3.0-only)',
  'MIT AND Apache-2.0',
  'GPL-2.0 OR (MIT AND Apache-2.0)',
])('a package under %s may be shipped', (license) => expect(problemsOf(license)).toEqual([]));

test.each([
  'GPL-3.0-only',
  'MIT AND GPL-3.0-only',
  'AGPL-3.0',
  'MPL-2.0',
  'GPL-2.0-only WITH Classpath-exception-2.0',
])('a package under %s may not', (license) => {
  const [problem, ...more] = problemsOf(license);
  expect(more).toEqual([]);
  expect(problem).toMatch(
    `left-pad 1.3.0 has the licence ${license}, which is not allowed: use another package`,
  );
});

test.each(['UNLICENSED', 'SEE LICENSE IN LICENSE.md', ''])(
  '%j is no licence that can be checked',
  (license) =>
    expect(problemsOf(license)).toEqual([
      expect.stringMatching(`left-pad 1.3.0 has the licence "${license}", which is no SPDX expression`),
    ]),
);

test('a package that declares no licence is refused', () =>
  expect(problemsOf(undefined)).toEqual([expect.stringMatching('left-pad 1.3.0 declares no licence')]));

test('every package that is shipped has a licence that allows it', () => {
  const packages = shippedPackages(ownLockfile());
  expect(packages.map(({ name }) => name)).toContain('kafkajs');
  expect(licenceProblems(packages)).toEqual([]);
});
