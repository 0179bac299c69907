import { once } from 'node:events';
import { join } from 'node:path';
import type { WebConfig } from '@cupcakery/kit/auth/web-config';
import { abortable } from '@cupcakery/kit/tools/on-abort';
import { identify } from '../processes/identity.ts';
import { startLocalProxy } from '../proxy/local-proxy.ts';
import type { Service } from '../settings/services.ts';
import type { Settings } from '../settings/settings.ts';
import { describeError } from '../toolbox/setup-error.ts';
import { openBoundedLog } from './bounded-log.ts';
import { type KeptRunning, keepRunning, type Start } from './keep-running.ts';
import { waitReady } from './readiness.ts';
import { spawnService } from './spawn-service.ts';
import { removeState, type State, writeState } from './state.ts';

export type Plan = {
  settings: Settings;
  webDir: string;
  services: Service[];
  /** What the proxy tells the web app of sign-in. */
  webConfig: WebConfig;
  /** `step` receives progress lines. */
  startKafka(step: (line: string) => void): Start;
  /** Returns a progress line. */
  createTopics(): Promise<string>;
  readyWithinMs?: number;
};

/** The log of one part, as `make logs` shows it. */
export function logFileOf(settings: Settings, name: string): string {
  return join(settings.dir, 'logs', `${name}.log`);
}

/**
 * Runs a copy of the system until `signal` is aborted: first the proxy at the address that all share, then Kafka beside
 * the services that do not wait for it, topics and the other services. Keeps `state.json` up to date. Whatever happens, nothing that it started is left running;
 * a start that fails leaves its reason in the state and throws.
 */
export async function supervise(plan: Plan, signal: AbortSignal): Promise<void> {
  const { settings, services, webDir, webConfig, readyWithinMs = 60_000 } = plan;
  // Listening comes first because only one process can: that keeps a second supervisor away from state and data.
  const proxy = await startLocalProxy({
    port: settings.port,
    webDir,
    webConfig,
    metrics: services,
    collections: settings.collections,
    ...upstreams(services),
  });
  const write = openBoundedLog(logFileOf(settings, 'supervisor'));
  const supervisor = identify(process.pid) ?? { pid: process.pid, startedAt: '' };
  const state: State = { supervisor, kafkaPort: settings.kafkaPort, phase: 'starting', steps: [], parts: [] };
  const save = (): void => writeState(settings, state);
  const log = (line: string): void => write(`${new Date().toISOString()} ${line}\n`);
  const step = (line: string): void => {
    state.steps.push(line);
    log(line);
    save();
  };
  const keep = (name: string, start: Start, adminPort?: number): KeptRunning => {
    const probes = adminPort === undefined ? {} : { adminPort };
    const part = keepRunning({ name, start, onChange: save, log, ...probes });
    state.parts.push(part.state);
    save();
    return part;
  };
  const keepService = (service: Service): KeptRunning => {
    const output = openBoundedLog(logFileOf(settings, service.name));
    return keep(service.name, () => spawnService(service, output), service.adminPort);
  };

  let kafka: KeptRunning | undefined;
  const kept = new Map<Service, KeptRunning>();
  const startServices = (which: (service: Service) => boolean): void => {
    for (const service of services.filter(which)) kept.set(service, keepService(service));
  };
  try {
    step(`Kafka: starting on localhost:${settings.kafkaPort}`);
    kafka = keep('kafka', plan.startKafka(step));
    startServices(({ early = false }) => early);
    await abortable(kafka.firstStart, signal);
    step(`Kafka: ready; ${await abortable(plan.createTopics(), signal)}`);
    startServices(({ early = false }) => !early);
    const waits = [...kept].map(async ([service, { state: part }]) => {
      const logFile = logFileOf(settings, service.name);
      await waitReady(service, part, { logFile, withinMs: readyWithinMs, signal });
      step(`${service.name}: ready`);
    });
    await Promise.all(waits);
    state.phase = 'ready';
    save();
    if (!signal.aborted) await once(signal, 'abort');
  } catch (error) {
    if (!signal.aborted) {
      state.error = describeError(error);
      log(`start failed: ${state.error}`);
      throw error;
    }
  } finally {
    state.phase = 'stopping';
    save();
    log('stopping');
    await proxy.stop();
    await Promise.all([...kept.values()].map((part) => part.stop()));
    await kafka?.stop();
    if (state.error === undefined) removeState(settings);
    else writeState(settings, { ...state, phase: 'failed' });
  }
}

function upstreams(services: Service[]) {
  const upstream = (name: string) => ({
    name,
    port: services.find((service) => service.name === name)?.port ?? 0,
  });
  return {
    gateway: upstream('gateway'),
    orderApi: upstream('order-api'),
    shop: upstream('shop'),
    identityProvider: upstream('demo-identity-provider'),
  };
}
