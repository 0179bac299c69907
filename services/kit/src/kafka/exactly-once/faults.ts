/** Steps of the single-writer protocol, in order, at which a fault test may stop the process. */
export const protocolSteps = [
  'opening',
  'fenced',
  'restored',
  'offset-read',
  'begun',
  'offsets-sent',
  'produced',
  'committed',
] as const;
export type ProtocolStep = (typeof protocolSteps)[number];

/** Known ways to break the protocol; the fault tests are void unless their checker catches each of them. */
export const injectedFaults = ['no-fencing', 'read-before-fencing', 'offset-without-one'] as const;
export type InjectedFault = (typeof injectedFaults)[number];

/** What a fault test asks of a process; refused outside loopback (see `refuseFaultsOutsideTests`). */
export type Faults = { onStep?: (step: ProtocolStep, partition: number) => void; injected?: InjectedFault };

/** @throws when faults are asked for on a Kafka that is not on this machine's loopback. */
export function refuseFaultsOutsideTests(brokers: readonly string[]): void {
  for (const broker of brokers) {
    if (!/^(localhost|127\.\d+\.\d+\.\d+|\[::1\]):\d+$/.test(broker)) {
      throw new Error(`planted faults are for tests on loopback only, not for ${broker}`);
    }
  }
}
