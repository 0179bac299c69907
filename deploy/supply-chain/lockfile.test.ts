import { expect, test } from 'vitest';
import { lockfileSchema, nameOfPath, withoutDevelopment } from './lockfile.ts';

test.each([
  ['node_modules/zod', 'zod'],
  ['node_modules/a/node_modules/@b/c', '@b/c'],
  ['services/kit/node_modules/pino', 'pino'],
])('the package at %s is %s', (path, name) => expect(nameOfPath(path)).toBe(name));

test('without development a lockfile has neither development dependencies nor optional peers', () => {
  const lockfile = lockfileSchema.parse({
    version: '1.0.0',
    lockfileVersion: 3,
    packages: {
      '': { devDependencies: { vitest: '1' }, dependencies: { zod: '4' }, workspaces: ['web'] },
      'node_modules/i18next': {
        version: '1.0.0',
        integrity: 'sha512-x',
        peerDependencies: { typescript: '7', react: '19' },
        peerDependenciesMeta: { typescript: { optional: true } },
      },
    },
  });
  expect(withoutDevelopment(lockfile).packages).toEqual({
    '': { dependencies: { zod: '4' }, workspaces: ['web'], peerDependencies: {}, peerDependenciesMeta: {} },
    'node_modules/i18next': {
      version: '1.0.0',
      integrity: 'sha512-x',
      peerDependencies: { react: '19' },
      peerDependenciesMeta: {},
    },
  });
});
