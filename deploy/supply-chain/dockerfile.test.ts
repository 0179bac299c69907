import { expect, test } from 'vitest';
import { z } from 'zod';
import { fileOf } from './testing/project-files.ts';

const dockerfile = fileOf('deploy/Dockerfile');
const [, base = ''] = /^ARG NODE_IMAGE=(.+)$/m.exec(dockerfile) ?? [];
const stages = [...dockerfile.matchAll(/^FROM (\S+) AS (\S+)$/gm)].map(([, from = '', name = '']) => ({
  from,
  name,
}));

test('the base image is named once, by tag and, when it is pinned, by digest', () => {
  expect(base).toMatch(/^node:\d+-[a-z]+-slim(@sha256:[0-9a-f]{64})?$/);
  expect(dockerfile.match(/^ARG /gm)).toHaveLength(1);
  expect(dockerfile.match(/^FROM /gm)).toHaveLength(stages.length);
  const names = stages.map(({ name }) => name);
  const foreign = stages.map(({ from }) => from).filter((from) => !names.includes(from));
  expect(new Set(foreign)).toEqual(new Set(['$' + '{NODE_IMAGE}', 'scratch']));
});

test('the base image has the Node that tests run on', () => {
  const manifest = z.object({ devDependencies: z.object({ node: z.string() }) });
  const { node } = manifest.parse(JSON.parse(fileOf('package.json'))).devDependencies;
  expect(/^node:(\d+)/.exec(base)?.[1]).toBe(node.split('.')[0]);
});

test('what is shipped begins with nothing, so it has no shell', () => {
  const from = Object.fromEntries(stages.map((stage) => [stage.name, stage.from]));
  expect(from).toMatchObject({ services: 'runtime', web: 'runtime', runtime: 'scratch' });
  const last = dockerfile.slice(dockerfile.indexOf('FROM scratch'));
  // Without a shell only the form of a list runs.
  const commands = last.match(/^(RUN|CMD|ENTRYPOINT) .*/gm) ?? [];
  expect(commands.length).toBeGreaterThan(2);
  for (const command of commands) expect(command).toMatch(/^\w+ \["node", /);
});

test('modules come from the lockfile, and in no other way', () => {
  const installs = dockerfile.match(/npm (ci|i|install|add|update)\b|npx|yarn|pnpm/g);
  expect(installs).toEqual(['npm ci', 'npm ci', 'npm ci']);
});

test.each([
  ['skaffold.yaml', /dockerfile: (\S+)/g],
  ['deploy/kind/up.sh', /docker build -f (\S+)/g],
  ['deploy/test-cluster/kind.sh', /docker build -f (\S+)/g],
  ['deploy/gke/README.md', /docker build .*-f (\S+)/g],
])('%s builds with the one Dockerfile', (file, pattern) => {
  const text = fileOf(file);
  const built = [...text.matchAll(pattern)].map(([, name]) => name);
  expect(new Set(built)).toEqual(new Set(['deploy/Dockerfile']));
  expect(text).not.toMatch(/NODE_IMAGE|node:\d/);
});
