import { randomUUID } from 'node:crypto';
import type { Protocol } from './protocol.ts';

/** Steps of the exactly-once protocol, in order, at which a fault test may stop the process. */
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

/** What a fault test injects into a processor; refused outside loopback (see `refuseFaultsOutsideTests`). */
export type Faults = {
  onStep?: (step: ProtocolStep, partition: number) => void;
  /** Parts of the protocol to replace. */
  protocol?: Partial<Protocol>;
};

/** The wrong part of the protocol that a fault stands for. */
export function faultyProtocol(fault: InjectedFault): Partial<Protocol> {
  switch (fault) {
    case 'no-fencing':
      return { transactionalId: (group, partition) => `${group}-${partition}-${randomUUID()}` };
    case 'read-before-fencing':
      return {
        async open(fence, read) {
          const early = await read();
          await fence();
          return early;
        },
      };
    case 'offset-without-one':
      return { offsetAfter: (last) => last };
    default:
      return fault satisfies never;
  }
}

/** @throws when faults are injected on a Kafka that is not on this machine's loopback. */
export function refuseFaultsOutsideTests(brokers: readonly string[]): void {
  for (const broker of brokers) {
    if (!/^(localhost|127\.\d+\.\d+\.\d+|\[::1\]):\d+$/.test(broker)) {
      throw new Error(`injected faults are for tests on loopback only, not for ${broker}`);
    }
  }
}
