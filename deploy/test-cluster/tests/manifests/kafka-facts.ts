import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installKafka } from '@cupcakery/local/toolbox/kafka-jars';
import { z } from 'zod';
import { manifestsOf } from '../../../charts/rendering/helm.ts';
import { runProgram } from '../../../charts/rendering/run-program.ts';
import { configPrefixes, strimziCrds } from '../../artifacts/strimzi-crds.ts';

/** The output of a class of Kafka. */
async function printedBy(className: string, ...args: string[]): Promise<string> {
  const { java, classPath } = await installKafka();
  const options = ['-XX:TieredStopAtLevel=1', '-cp', classPath, className];
  const { status, stdout, stderr } = await runProgram(java.command, [...options, ...args], '');
  if (status !== 0) throw new Error(`${className} ${args.join(' ')}: ${(stdout + stderr).trim()}`);
  return stdout;
}

/** Names of settings, from the reference that Kafka generates from its definitions for its site. */
async function settings(className: string): Promise<Set<string>> {
  return new Set(
    [...(await printedBy(className)).matchAll(/<a id="([a-z.]+)"/g)].map(([, name = '']) => name),
  );
}

export const brokerSettings = (): Promise<Set<string>> => settings('kafka.server.KafkaConfig');
export function topicSettings(): Promise<Set<string>> {
  return settings('org.apache.kafka.storage.internals.log.LogConfig');
}

/**
 * The number behind a version of Kafka's metadata; without one, that of the newest which this Kafka has for production.
 * Throws on a version that it does not have.
 */
export async function metadataLevel(version?: string): Promise<number> {
  const given = version === undefined ? [] : ['--release-version', version];
  const text = await printedBy('kafka.tools.StorageTool', 'version-mapping', ...given);
  return z.coerce
    .number()
    .int()
    .parse(/^metadata\.version=(\d+)/m.exec(text)?.[1]);
}

/** Those of some keys in `spec.kafka.config` that Strimzi leaves out, saying so only in its log. */
export async function droppedByStrimzi(keys: readonly string[]): Promise<string[]> {
  const { forbidden, exceptions } = await configPrefixes();
  return keys.filter(
    (key) => forbidden.some((prefix) => key.toLowerCase().startsWith(prefix)) && !exceptions.includes(key),
  );
}

/** Ports that Strimzi's pods use themselves, from the text of its CRD. */
export async function reservedPorts(): Promise<number[]> {
  const text = readFileSync(join(await strimziCrds(), 'Kafka.yaml'), 'utf8');
  const ports = /with the exception of ports (\d+) and (\d+)/
    .exec(JSON.stringify(manifestsOf(text)))
    ?.slice(1);
  if (ports === undefined) throw new Error("Strimzi's CRD no longer lists its own ports.");
  return ports.map(Number);
}

/** Versions of Kafka for which Strimzi 1.2.0 has images. Only its operator lists them, which is in no registry. */
export const strimziKafkas = { strimzi: '1.2.0', kafka: ['4.2.0', '4.2.1', '4.3.0', '4.3.1'] };
