import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Values } from '../../../charts/rendering/helm.ts';
import { addresses, images, imageTag, root } from '../../settings/settings.ts';

const workflowShape = z.looseObject({ stages: z.array(z.looseObject({ name: z.string() })) });

/** Tickets that one baker works on at once, and how long each takes: a baker does four in three seconds. */
export const baker = { capacity: 4, takesSeconds: 3 };
/** Partitions of every topic, and so the most bakers that can work: as many as two cores can start at once. */
export const partitions = 6;

/** Where the http stage's target listens: in the test's own process. */
export const kettle = { port: 9000 };

/** The default workflow, in which baking alone takes time. */
export function cupcakes(): Values {
  const file = readFileSync(join(root, 'charts/cupcakery/workflows/cupcakes.yaml'), 'utf8');
  const workflow = workflowShape.parse(parse(file));
  const stages = workflow.stages.map((stage) => ({
    ...stage,
    ...(stage.name === 'bake'
      ? { takes: `${baker.takesSeconds}s`, capacity: baker.capacity }
      : { takes: '50ms', capacity: 20 }),
  }));
  return { ...workflow, partitions, stages };
}

/** The same with one more stage, between baking and decorating. */
export function glazedCupcakes(): Values {
  const { stages, ...rest } = workflowShape.parse(cupcakes());
  const glaze = {
    name: 'glaze',
    done: 'glazed',
    verb: 'glaze',
    topic: 'readytoglaze',
    role: 'glazer',
    mode: 'timer',
    takes: '50ms',
    capacity: 20,
  };
  return { ...rest, stages: stages.flatMap((stage) => (stage.name === 'bake' ? [stage, glaze] : [stage])) };
}

/** A second workflow whose only stage calls a machine. */
const tea = {
  name: 'tea',
  title: 'Tea',
  promise: '10m',
  partitions: 3,
  details: { type: 'object' },
  stages: [
    {
      name: 'boil',
      done: 'boiled',
      verb: 'boil',
      topic: 'teatoboil',
      role: 'waiter',
      mode: 'http',
      url: `http://${addresses.node}:${kettle.port}/boil`,
      capacity: 2,
    },
  ],
  results: { topic: 'teaserved' },
};

/** The cook's workflow files instead of the chart's, as `--set-file workflows.inline…` would pass them. */
export function workflows(ofCupcakes: Values): Values {
  return {
    files: '',
    inline: { cupcakes: ofCupcakes, tea },
  };
}

const repository = (image: keyof typeof images): string => images[image].repository;

/** Who may read metrics in the cluster. */
export const metricsToken = { secret: 'metrics-token', key: 'token' };

/** Values of charts/cupcakery over those for kind with its demo sign-in. */
export function shopValues(): Values {
  return {
    image: {
      services: { repository: repository('services'), tag: imageTag },
      web: { repository: repository('web'), tag: imageTag },
    },
    demoIdentityProvider: { keys: 'demo-keys' },
    monitoring: { metricsToken },
    workflows: workflows(cupcakes()),
    // Two, so that one answers while the other is replaced.
    orderApi: { replicas: 2, resources: { limits: { memory: '320Mi' } } },
    orderProcessor: { replicas: 2 },
    gateway: { resources: { limits: { memory: '384Mi' } } },
    stages: {
      'cupcakes.bake': {
        maxReplicas: partitions,
        behavior: {
          scaleDown: {
            stabilizationWindowSeconds: 20,
            policies: [{ type: 'Percent', value: 100, periodSeconds: 10 }],
          },
        },
      },
    },
    // A crowded node takes longer than usual to route connections away from a pod.
    shutdown: { delayMs: 10_000, timeoutMs: 35_000 },
    tests: { tokenSecret: 'caller' },
    // One core or two: while an upgrade starts all pods, tickets wait, and more pods would start for them, and so on.
    scaling: { maxReplicas: 2 },
  };
}

/** Values of charts/kafka-lag-metrics over those for kind: two, of which one may be down. */
export const lagValues: Values = {
  image: { repository: repository('services'), tag: imageTag },
  // Of tea as well.
  kafka: { user: { readTopics: ['orderrequests', 'readyto*', 'cupcakes.*', 'tea*'] } },
  replicas: 2,
  intervalMs: 1000,
  monitoring: { metricsToken },
};
