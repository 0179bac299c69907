import { setTimeout as sleep } from 'node:timers/promises';
import { clients } from '../kubernetes/clients.ts';
import { namespace } from '../shop/shop.ts';

/** A stage's replicas at one moment. */
export type Sample = {
  at: number;
  /** What the autoscaler decided last. */
  desired: number;
  /** The replicas set on the Deployment. */
  spec: number;
  ready: number;
};

/** Every change of a stage's replicas while it is followed. */
export type ScalingLog = {
  /** One per change, including the first sample. */
  readonly samples: readonly Sample[];
  now(): Sample | undefined;
  /** The replicas set on the Deployment, one after the other. */
  replicasSet(): number[];
  stop(): Promise<void>;
};

const everyMs = 200;

/** Follows a stage's Deployment and autoscaler. A sample that fails (the API server may be down) is skipped. */
export function followScaling(object: string): ScalingLog {
  const samples: Sample[] = [];
  let stopped = false;
  const running = (async () => {
    while (!stopped) {
      const sample = await readSample(object).catch(() => undefined);
      const last = samples.at(-1);
      const differs = (key: 'desired' | 'spec' | 'ready') => sample?.[key] !== last?.[key];
      if (sample && (differs('desired') || differs('spec') || differs('ready'))) samples.push(sample);
      await sleep(everyMs);
    }
  })();
  return {
    samples,
    now: () => samples.at(-1),
    replicasSet: () => samples.map(({ spec }) => spec).filter((spec, i, all) => spec !== all[i - 1]),
    async stop() {
      stopped = true;
      await running;
    },
  };
}

async function readSample(name: string): Promise<Sample> {
  const [deployment, autoscaler] = await Promise.all([
    clients.apps.readNamespacedDeployment({ name, namespace }),
    clients.autoscaling.readNamespacedHorizontalPodAutoscaler({ name, namespace }),
  ]);
  return {
    at: Date.now(),
    desired: autoscaler.status?.desiredReplicas ?? 0,
    spec: deployment.spec?.replicas ?? 0,
    ready: deployment.status?.readyReplicas ?? 0,
  };
}

/** How often the numbers turn from rising to falling or back: 1 for up and down, more for flapping. */
export function turnsOf(numbers: readonly number[]): number {
  const directions = numbers.slice(1).map((n, i) => Math.sign(n - (numbers[i] ?? n)));
  return directions.filter((direction, i) => i > 0 && direction !== directions[i - 1]).length;
}
