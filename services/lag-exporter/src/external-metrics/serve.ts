import { readFile } from 'node:fs/promises';
import { Server as TlsServer } from 'node:https';
import { serveHttp } from '@cupcakery/kit/http/server';
import type { Logger } from '@cupcakery/kit/log';
import type { Lifecycle } from '@cupcakery/kit/process/lifecycle';
import type { Collector } from '../collection/collector.ts';
import type { AggregatorTrust } from './aggregator.ts';
import { createExternalMetricsApi } from './api.ts';
import type { TrustSource } from './trust-source.ts';

export type ServeOptions = {
  collector: Collector;
  trustSource: TrustSource;
  certFile: string;
  keyFile: string;
  host: string;
  port: number;
  /** How often certificates are reloaded: mounted secrets and the cluster's trust change while the process runs. */
  reloadMs: number;
  log: Logger;
};

type Credentials = { cert: string; key: string; trust: AggregatorTrust };

/** Serves the external metrics API over TLS until the lifecycle ends. Rejects when certificates are missing. */
export async function serveExternalMetrics(
  options: ServeOptions,
  lifecycle: Pick<Lifecycle, 'onStop' | 'signal' | 'delayMs'>,
): Promise<{ port: number }> {
  const { collector, trustSource, log, reloadMs } = options;
  let credentials = await load();
  const api = createExternalMetricsApi({ collector, trust: () => credentials.trust, log });
  const served = await serveHttp({
    app: api,
    host: options.host,
    port: options.port,
    log: log.child({ server: 'external-metrics' }),
    shutdown: lifecycle,
    // Not rejected in the handshake, so that the client gets the reason and the log shows it.
    tls: { ...secretsOf(credentials), requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2' },
  });

  async function load(): Promise<Credentials> {
    const [cert, key, trust] = await Promise.all([
      readFile(options.certFile, 'utf8'),
      readFile(options.keyFile, 'utf8'),
      trustSource(),
    ]);
    return { cert, key, trust };
  }

  async function reload(): Promise<void> {
    try {
      const next = await load();
      if (JSON.stringify(next) === JSON.stringify(credentials)) return;
      // Throws when certificate and key do not match, as between the writes of the two files.
      if (served.server instanceof TlsServer) served.server.setSecureContext(secretsOf(next));
      credentials = next;
      log.info({}, 'loaded new certificates');
    } catch (err) {
      log.warn({ err }, 'new certificates cannot be loaded; the present ones stay');
    }
  }
  const timer = setInterval(() => void reload(), reloadMs);
  lifecycle.onStop('external metrics', async () => {
    clearInterval(timer);
    await served.stop(2_000);
  });
  return { port: served.port };
}

const secretsOf = ({ cert, key, trust }: Credentials) => ({ cert, key, ca: trust.ca });
