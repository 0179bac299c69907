import { requireFreePort } from '../toolbox/free-port.ts';
import { SetupError } from '../toolbox/setup-error.ts';

/**
 * The ports of one local copy: PORT is the web address, and the others follow it at fixed distances. Their last two
 * digits all differ, from each other, from Kafka's and from those of the extras, so copies whose PORTs differ by a
 * multiple of 100 never clash. PORT+1 to +199 stay free for what people expect there.
 */
const httpOffsets = {
  'demo-identity-provider': 202,
  'order-api': 204,
  gateway: 205,
  'lag-exporter': 206,
  // After the probes of the further workflows.
  shop: 239,
} as const;
const probeOffsets = {
  'order-processor': 307,
  'stage-worker': 308,
  'order-api': 309,
  gateway: 310,
  'lag-exporter': 311,
  // After those of the further workflows.
  'demo-identity-provider': 337,
  shop: 340,
} as const;

/** Probes of the processor and the workers of each further workflow: two ports each, from PORT+313 on. */
const furtherProbes = 313;
/** Beyond, the last two digits would be those of an extra. */
const maxFurther = 12;

/** Where the extras listen for PORT=8080, by the variable that moves each: the usual numbers of such programs. */
const extraPorts = {
  REGISTRY_PORT: 8081,
  SMTP_PORT: 1025,
  MAIL_PORT: 8025,
  CONNECT_PORT: 8083,
  POSTGRES_PORT: 5433,
  MONGODB_PORT: 27_018,
} as const;

export type ServiceName = keyof typeof probeOffsets;

/** Where a service of the copy at `port` serves HTTP on 127.0.0.1. */
export const httpPortOf = (name: keyof typeof httpOffsets, port: number): number => port + httpOffsets[name];

/** Where a service of the copy at `port` has its probes and metrics. */
export const probePortOf = (name: ServiceName, port: number): number => port + probeOffsets[name];

/** Where a program of the `index`-th further workflow has its probes and metrics. */
export const furtherProbePortOf = (
  name: 'order-processor' | 'stage-worker',
  index: number,
  port: number,
): number => port + furtherProbes + 2 * index + (name === 'order-processor' ? 0 : 1);

/** A copy, as far as its ports go; `further`: workflows beside cupcakes. */
export type PortPlan = { port: number; kafkaPort: number; further?: readonly string[] };

/** A port, what it is for and the variable that moves it. */
export type PortUse = { port: number; use: string; variable: 'PORT' | 'KAFKA_PORT' };

/** Every port that a copy takes. Kafka's controller is not among them: it takes any free one. */
export function portsOf({ port, kafkaPort, further = [] }: PortPlan): PortUse[] {
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
    ...further.flatMap((workflow, index) =>
      (['order-processor', 'stage-worker'] as const).map((name): PortUse => {
        const own = furtherProbePortOf(name, index, port);
        return {
          port: own,
          use: `${name} of ${workflow}'s probes, PORT+${own - port}`,
          variable: 'PORT',
        };
      }),
    ),
  ];
}

/** The default ports of the extras of the copy at `port`: they move with it. */
export function extraPortsOf(port: number): { port: number; variable: keyof typeof extraPorts }[] {
  return (Object.keys(extraPorts) as (keyof typeof extraPorts)[]).map((variable) => ({
    port: extraPorts[variable] + port - 8080,
    variable,
  }));
}

/** Throws a SetupError when the ports of a copy cannot exist or meet each other. */
export function requirePossiblePorts(plan: PortPlan): void {
  const { port, kafkaPort, further = [] } = plan;
  if (further.length > maxFurther) {
    throw new SetupError(
      `There are ${further.length} workflow files beside cupcakes; a local copy has ports for ${maxFurther}. Remove some.`,
    );
  }
  const ports = portsOf(plan);
  /** The largest distance of a port from PORT. */
  const span = Math.max(...ports.filter((one) => one.variable === 'PORT').map((one) => one.port - port));
  if (port < 1024 || port + span > 65_535) {
    throw new SetupError(
      `PORT=${port} cannot work: ports up to PORT+${span} are used. Choose 1024 to ${65_535 - span}.`,
    );
  }
  const own = ports.find((one) => one.variable === 'PORT' && one.port === kafkaPort);
  if (own !== undefined) {
    throw new SetupError(
      `KAFKA_PORT=${kafkaPort} cannot work with PORT=${port}: that port is for ${own.use}. Choose another KAFKA_PORT or PORT.`,
    );
  }
  const extra = extraPortsOf(port).find((one) => one.port === kafkaPort);
  if (extra !== undefined) {
    throw new SetupError(
      `KAFKA_PORT=${kafkaPort} cannot work with PORT=${port}: that port is kept for an extra, ${extra.variable}. Choose another KAFKA_PORT or PORT.`,
    );
  }
}

/** Throws a SetupError for the first port of the copy that another program holds. */
export async function requireFreePorts(copy: PortPlan): Promise<void> {
  for (const { port, use, variable } of portsOf(copy)) await requireFreePort(port, use, variable);
}
