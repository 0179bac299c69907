import { describe, expect, test } from 'vitest';
import { helm, ofKind, render } from './rendering/helm.ts';
import { environmentOf, podsOf } from './rendering/pods.ts';
import { renderings } from './rendering/renderings.ts';

describe.each(Object.entries(renderings))('%s', (_, { chart, ...rendering }) => {
  const manifests = render(chart, rendering);
  const pods = podsOf(manifests);
  const containers = pods.flatMap(({ owner, spec }) =>
    [...spec.containers, ...spec.initContainers].map((container) => ({ owner, container, spec })),
  );

  test('passes helm lint', () => {
    const { status, stdout, stderr } = helm('lint', chart, rendering, ['--strict']);
    expect(status, stdout + stderr).toBe(0);
  });

  test('runs pods that the Pod Security Standard `restricted` lets in', () => {
    expect(pods.length).toBeGreaterThan(0);
    for (const { spec, owner } of pods) {
      expect(spec.securityContext, owner.metadata.name).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(spec).not.toHaveProperty('hostNetwork');
      expect(spec).not.toHaveProperty('hostPID');
      for (const volume of spec.volumes) {
        const kinds = Object.keys(volume).filter((key) => key !== 'name');
        expect(['configMap', 'secret', 'projected', 'emptyDir']).toEqual(expect.arrayContaining(kinds));
      }
    }
    for (const { container, owner } of containers) {
      expect(container.securityContext, owner.metadata.name).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  test('bounds memory, and the heap below it', () => {
    for (const { container, owner } of containers) {
      expect(container.resources.requests, owner.metadata.name).toHaveProperty('cpu');
      expect(container.resources.requests).toHaveProperty('memory');
      const limit = /^(\d+)(Mi|Gi)$/.exec(String(container.resources.limits.memory));
      const mebibytes = Number(limit?.[1]) * (limit?.[2] === 'Gi' ? 1024 : 1);
      const heap = /--max-old-space-size=(\d+)/.exec(environmentOf(container).NODE_OPTIONS ?? '')?.[1];
      if (['Deployment', 'StatefulSet'].includes(owner.kind)) {
        expect(Number(heap) / mebibytes).toBeCloseTo(0.75, 1);
      }
    }
  });

  test('probes liveness and readiness of long-lived pods by their admin port', () => {
    for (const { container, owner } of containers) {
      if (!['Deployment', 'StatefulSet'].includes(owner.kind)) continue;
      expect(container.ports.find((port) => port.name === 'admin')?.containerPort).toBe(9100);
      expect(container.startupProbe?.httpGet).toEqual({ path: '/livez', port: 'admin' });
      expect(container.livenessProbe?.httpGet).toEqual({ path: '/livez', port: 'admin' });
      expect(container.readinessProbe?.httpGet).toEqual({ path: '/readyz', port: 'admin' });
    }
  });

  test('spreads the pods of one workload, and no others with them, over nodes', () => {
    for (const { owner, labels, spec } of pods) {
      if (!['Deployment', 'StatefulSet'].includes(owner.kind)) continue;
      const overNodes = spec.topologySpreadConstraints.filter(
        ({ topologyKey }) => topologyKey === 'kubernetes.io/hostname',
      );
      expect(overNodes, owner.metadata.name).toHaveLength(1);
      for (const { labelSelector } of overNodes) {
        expect(labels).toMatchObject(labelSelector.matchLabels);
        const met = pods.filter((pod) =>
          Object.entries(labelSelector.matchLabels).every(([name, value]) => pod.labels[name] === value),
        );
        expect(met.map((pod) => pod.owner.metadata.name)).toEqual([owner.metadata.name]);
      }
    }
  });

  test('lets processes end before they are killed, and while they still start', () => {
    // As process 1 they would not hear SIGTERM before they have a handler for it.
    for (const { spec, owner } of pods) expect(spec.shareProcessNamespace, owner.metadata.name).toBe(true);
    for (const { container, spec, owner } of containers) {
      const { SHUTDOWN_TIMEOUT_MS: timeout, SHUTDOWN_DELAY_MS: delay = '0' } = environmentOf(container);
      if (timeout === undefined) continue;
      expect(spec.terminationGracePeriodSeconds * 1000, owner.metadata.name).toBeGreaterThan(Number(timeout));
      expect(Number(timeout)).toBeGreaterThan(Number(delay));
    }
  });

  test('mounts no token that a pod does not use, and secrets as files only', () => {
    for (const account of ofKind(manifests, 'ServiceAccount')) {
      expect(account.automountServiceAccountToken, account.metadata.name).toBe(false);
    }
    const needsApi = chart === 'kafka-lag-metrics' && _ !== 'lag metrics for Prometheus only';
    for (const { spec, owner } of pods) {
      expect(spec.automountServiceAccountToken, owner.metadata.name).toBe(needsApi);
    }
    for (const { container } of containers) {
      expect(JSON.stringify(container.env)).not.toContain('secretKeyRef');
      expect(container).not.toHaveProperty('envFrom');
    }
  });

  test('refers to accounts, volumes and config maps that are there', () => {
    const names = (kind: string) => ofKind(manifests, kind).map((one) => one.metadata.name);
    for (const { spec, owner } of pods) {
      if (spec.serviceAccountName !== undefined)
        expect(names('ServiceAccount')).toContain(spec.serviceAccountName);
      const volumes = spec.volumes.map((volume) => volume.name);
      const mounted = spec.containers.flatMap((container) =>
        container.volumeMounts.map((mount) => mount.name),
      );
      expect(mounted.sort(), owner.metadata.name).toEqual(volumes.sort());
      for (const { configMap } of spec.volumes) {
        if (configMap !== undefined)
          expect(names('ConfigMap')).toContain(Reflect.get(Object(configMap), 'name'));
      }
    }
  });
});
