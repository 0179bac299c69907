import { requireFreePort } from '../toolbox/free-port.ts';
import { SetupError } from '../toolbox/setup-error.ts';

/**
 * The ports of one local copy: PORT is the web address, and the others follow it at fixed distances. Their last two
 * digits all differ, from each other and from Kafka's, so copies whose PORTs differ by a multiple of 100 never clash.
 * PORT+1 to +199 stay free for what people expect there, such as a schema registry on 8081.
 */
const httpOffsets = { 'order-api': 201, gateway: 202, 'lag-exporter': 203 } as const;
const probeOffsets = {
  'order-processor': 304,
  'stage-worker': 305,
  'order-api': 306,
  gateway: 307,
  'lag-exporter': 308,
} as const;

export type ServiceName = keyof typeof probeOffsets;

/** Where a service of the copy at `port` serves HTTP on 127.0.0.1. */
export const httpPortOf = (name: keyof typeof httpOffsets, port: number): number => port + httpOffsets[name];

/** Where a service of the copy at `port` has its probes and metrics. */
export const probePortOf = (name: ServiceName, port: number): number => port + probeOffsets[name];

/** A port, what it is for and the variable that moves it. */
export type PortUse = { port: number; use: string; variable: 'PORT' | 'KAFKA_PORT' };

/** Every port that a copy takes. Kafka's controller is not among them: it takes any free one. */
export function portsOf({ port, kafkaPort }: { port: number; kafkaPort: number }): PortUse[] {
  const derived = (suffix: string, offsets: Record<string, number>): PortUse[] =>
    Object.entries(offsets).map(([name, offset]) => ({
      port: port + offset,
      use: `${name}${suffix}, PORT+${offset}`,
      variable: 'PORT',
    }));
  return [
    { port, use: 'the web address', variable: 'PORT' },
    { port: kafkaPort, use: 'Kafka', variable: 'KAFKA_PORT' },
    ...derived('', httpOffsets),
    ...derived("'s probes", probeOffsets),
  ];
}

/** The largest distance of a port from PORT. */
const span = Math.max(...Object.values(httpOffsets), ...Object.values(probeOffsets));

/** Throws a SetupError when the ports of a copy cannot exist or meet each other. */
export function requirePossiblePorts({ port, kafkaPort }: { port: number; kafkaPort: number }): void {
  if (port < 1024 || port + span > 65_535) {
    throw new SetupError(
      `PORT=${port} cannot work: ports up to PORT+${span} are used. Choose 1024 to ${65_535 - span}.`,
    );
  }
  const own = portsOf({ port, kafkaPort }).find((one) => one.variable === 'PORT' && one.port === kafkaPort);
  if (own !== undefined) {
    throw new SetupError(
      `KAFKA_PORT=${kafkaPort} cannot work with PORT=${port}: that port is for ${own.use}. Choose another KAFKA_PORT or PORT.`,
    );
  }
}

/** Throws a SetupError for the first port of the copy that another program holds. */
export async function requireFreePorts(copy: { port: number; kafkaPort: number }): Promise<void> {
  for (const { port, use, variable } of portsOf(copy)) await requireFreePort(port, use, variable);
}
