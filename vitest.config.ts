import { defineConfig } from 'vitest/config';

const common = {
  server: { deps: { inline: [/graphql/] } },
  // The end of a build's log shows the reason of a failure on one line; the default of 40 characters is too short.
  chaiConfig: { truncateThreshold: 1000 },
};

/** Needs Helm: `make charts` finds or builds it and sets HELM; `make test` runs without these. */
const charts = {
  test: {
    name: 'charts',
    include: ['deploy/charts/**/*.test.ts', 'deploy/versions/*.test.ts'],
    testTimeout: 60_000,
    // Most of the work is done by Helm's processes; by default a machine of two cores would use one. And isolated files
    // would each load all modules again, a fifth of the time.
    maxWorkers: '100%',
    isolate: false,
    ...common,
  },
};

/** Needs a cluster, and runs inside its network: `make test-cluster` starts both. */
const cluster = {
  test: {
    name: 'cluster',
    include: ['deploy/test-cluster/tests/**/*.cluster.test.ts'],
    testTimeout: 900_000,
    hookTimeout: 300_000,
    fileParallelism: false,
    ...common,
  },
};

/** Whole processes on real brokers: one file after the other. */
const processes = (name: string, include: string[]) => ({
  test: {
    name,
    include,
    testTimeout: 600_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    ...common,
  },
});

/** Three tiers by file name: pure rules, one service on a real broker, the whole system as processes. */
export default defineConfig({
  test: {
    projects: [
      ...(process.env.HELM ? [charts] : []),
      ...(process.env.CUPCAKERY_CLUSTER ? [cluster] : []),
      {
        test: {
          name: 'unit',
          include: ['services/*/src/**/*.test.ts', 'deploy/{supply-chain,command-line}/**/*.test.ts'],
          exclude: ['**/*.{int,e2e}.test.ts'],
          ...common,
        },
      },
      {
        test: {
          name: 'web',
          include: ['web/*.test.ts', 'web/src/**/*.test.{ts,tsx}'],
          ...common,
        },
      },
      {
        test: {
          name: 'int',
          include: ['services/*/src/**/*.int.test.ts'],
          globalSetup: ['services/local/src/kafka/testing/vitest-broker.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          ...common,
        },
      },
      processes('faults', ['services/e2e/src/faults/**/*.e2e.test.ts']),
      processes('screens', ['services/e2e/src/{browser,gateways}/**/*.e2e.test.ts']),
      processes('e2e', [
        'services/e2e/src/*.e2e.test.ts',
        'services/e2e/src/{attacks,releases}/**/*.e2e.test.ts',
      ]),
    ],
  },
});
