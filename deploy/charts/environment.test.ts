import { configSchema as demoIdentityProvider } from '@cupcakery/demo-identity-provider/config';
import { configSchema as gateway } from '@cupcakery/gateway/config';
import { loadConfig } from '@cupcakery/kit/config';
import { configSchema as lagExporter } from '@cupcakery/lag-exporter/config';
import { configSchema as orderApi } from '@cupcakery/order-api/config';
import { configSchema as orderProcessor } from '@cupcakery/order-processor/config';
import { configSchema as createTopics } from '@cupcakery/order-processor/create-topics/config';
import { configSchema as stageWorker } from '@cupcakery/stage-worker/config';
import { configSchema as webServer } from '@cupcakery/web-server/config';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { render } from './rendering/helm.ts';
import { environmentOf, podsOf, programOf } from './rendering/pods.ts';
import { renderings } from './rendering/renderings.ts';

const schemas: Record<string, z.ZodObject> = {
  'demo-identity-provider': demoIdentityProvider,
  gateway,
  'lag-exporter': lagExporter,
  'order-api': orderApi,
  'order-processor': orderProcessor,
  'order-processor/create-topics': createTopics,
  'stage-worker': stageWorker,
  'web-server': webServer,
};
/** Read by Node itself. */
const nodes = ['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS'];

describe.each(Object.entries(renderings))('%s', (_, { chart, ...rendering }) => {
  const containers = podsOf(render(chart, rendering))
    .filter(({ owner }) => owner.kind !== 'Pod')
    .flatMap(({ spec }) => spec.containers);

  test('every variable is one that the service reads, and its value fits', () => {
    for (const container of containers) {
      const program = programOf(container);
      const schema = schemas[program ?? ''];
      if (!schema) throw new Error(`${container.command.join(' ')} is no program with a known configuration`);
      const environment = environmentOf(container);
      const unknown = Object.keys(environment).filter(
        (name) => !(name in schema.shape) && !nodes.includes(name),
      );
      expect(unknown, program).toEqual([]);
      expect(() => loadConfig(schema, environment)).not.toThrow();
    }
  });

  test('no variable stands twice', () => {
    for (const { env, name } of containers) {
      const names = env.map((one) => one.name);
      expect(new Set(names).size, name).toBe(names.length);
    }
  });

  test('ports are those that the process listens on, and files are below a mount', () => {
    for (const container of containers) {
      const environment = environmentOf(container);
      const ports = container.ports.map((port) => String(port.containerPort));
      for (const name of ['PORT', 'ADMIN_PORT', 'EXTERNAL_METRICS_PORT']) {
        if (environment[name] !== undefined) expect(ports, container.name).toContain(environment[name]);
      }
      for (const [name, value] of Object.entries(environment)) {
        if (!/_FILE$|_DIR$|^NODE_EXTRA/.test(name)) continue;
        const mounts = container.volumeMounts.map((mount) => mount.mountPath);
        expect(
          mounts.some((mount) => value === mount || value.startsWith(`${mount}/`)),
          `${name}=${value}`,
        ).toBe(true);
      }
    }
  });
});
