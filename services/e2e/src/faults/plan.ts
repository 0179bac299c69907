import { type ProtocolStep, protocolSteps } from '@cupcakery/kit/kafka/exactly-once/faults';
import type { BrokerCount } from '../test-system/cluster.ts';
import { createRandom, type Random } from './random.ts';

/** One thing that goes wrong. Times in ms. */
export type Fault =
  | { kind: 'kill'; target: string; signal: 'SIGKILL' | 'SIGTERM'; awayMs: number }
  | { kind: 'freeze'; target: string; forMs: number }
  | { kind: 'stall'; target: string; step: ProtocolStep; after: number; forMs: number }
  | { kind: 'broker-kill' }
  /** Of three brokers. */
  | { kind: 'node-kill'; node: NodeChoice; awayMs: number }
  | { kind: 'node-freeze'; node: NodeChoice; forMs: number }
  | { kind: 'leaders-move' }
  /** Every topic needs three replicas in sync, and has two. */
  | { kind: 'too-few-in-sync'; node: number; forMs: number }
  | { kind: 'broker-freeze'; forMs: number };

/** What can go wrong of several brokers only. */
export type ClusterFault = Extract<
  Fault,
  { kind: 'node-kill' | 'node-freeze' | 'leaders-move' | 'too-few-in-sync' }
>;

/** A node's id, or the one that is the active controller when the fault happens. */
export type NodeChoice = number | 'controller';

/** Faults by lane: one after the other within a lane, the lanes side by side. */
export type Plan = { seed: number; processors: PlannedFault[]; others: PlannedFault[] };
export type PlannedFault = { pauseMs: number; fault: Fault };

/** Longer than a group's session (10 s): other members take over, and a zombie wakes. */
const zombieMs = { min: 11_000, max: 14_000 };

/**
 * Six faults by seed: three on the processors and, side by side with them, three on workers, API and broker. With three
 * brokers two of the latter three are on brokers.
 */
export function planOf(seed: number, brokers: BrokerCount = 1): Plan {
  const random = createRandom(seed);
  const lane = (faultOf: (random: Random, i: number) => Fault) =>
    Array.from({ length: 3 }, (_, i) => ({ pauseMs: random.int(300, 2500), fault: faultOf(random, i) }));
  return { seed, processors: lane(processorFault), others: lane(brokers === 1 ? otherFault : clusterFault) };
}

/** The one in the middle is on a service, those around it on brokers. */
function clusterFault(random: Random, i: number): Fault {
  if (i === 1) return serviceFault(random.pick(['worker-0', 'worker-1', 'api']), random);
  const kind = random.pick<ClusterFault['kind']>([
    'node-kill',
    'node-kill',
    'node-freeze',
    'node-freeze',
    'leaders-move',
    'too-few-in-sync',
  ]);
  const any = random.int(1, 3);
  const node = random.next() < 1 / 3 ? 'controller' : any;
  switch (kind) {
    case 'node-kill':
      return { kind, node, awayMs: random.int(0, 8000) };
    case 'node-freeze':
      return { kind, node, forMs: random.int(500, 14_000) };
    case 'leaders-move':
      return { kind };
    case 'too-few-in-sync':
      return { kind, node: any, forMs: random.int(2000, 8000) };
  }
}

function processorFault(random: Random): Fault {
  const target = random.pick(['processor-0', 'processor-1']);
  const kind = random.pick(['stall', 'stall', 'stall', 'freeze', 'kill']);
  if (kind === 'kill') return killOf(target, random);
  const forMs = random.next() < 0.5 ? random.int(zombieMs.min, zombieMs.max) : random.int(300, 4000);
  if (kind === 'freeze') return { kind, target, forMs };
  const step = random.pick(protocolSteps);
  const opening = protocolSteps.indexOf(step) < protocolSteps.indexOf('begun');
  // A processor opens about two partitions at its start; transactions there are hundreds.
  return { kind: 'stall', target, step, after: opening ? random.int(0, 1) : random.int(0, 60), forMs };
}

function otherFault(random: Random): Fault {
  const target = random.pick(['worker-0', 'worker-1', 'api', 'broker', 'broker']);
  if (target === 'broker') {
    return random.next() < 0.5
      ? { kind: 'broker-kill' }
      : { kind: 'broker-freeze', forMs: random.int(500, 14_000) };
  }
  return serviceFault(target, random);
}

function serviceFault(target: string, random: Random): Fault {
  if (random.next() < 0.6) return killOf(target, random);
  const long = target !== 'api' && random.next() < 0.5;
  return { kind: 'freeze', target, forMs: long ? random.int(11_000, 14_000) : random.int(500, 5000) };
}

function killOf(target: string, random: Random): Fault {
  const signal = random.pick<'SIGKILL' | 'SIGTERM'>(['SIGKILL', 'SIGTERM']);
  return { kind: 'kill', target, signal, awayMs: random.next() < 0.8 ? 200 : random.int(3000, 12_000) };
}

/** A fault in a few words, for the progress line. */
export function describeFault(fault: Fault): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)}s`;
  switch (fault.kind) {
    case 'kill':
      return `${fault.signal.slice(3).toLowerCase()} ${fault.target}, away ${seconds(fault.awayMs)}`;
    case 'freeze':
      return `freeze ${fault.target} ${seconds(fault.forMs)}`;
    case 'stall':
      return `stall ${fault.target} at ${fault.step}+${fault.after} ${seconds(fault.forMs)}`;
    case 'broker-kill':
      return 'kill broker';
    case 'broker-freeze':
      return `freeze broker ${seconds(fault.forMs)}`;
    case 'node-kill':
      return `kill ${nodeName(fault.node)}, away ${seconds(fault.awayMs)}`;
    case 'node-freeze':
      return `freeze ${nodeName(fault.node)} ${seconds(fault.forMs)}`;
    case 'leaders-move':
      return 'move all leaders';
    case 'too-few-in-sync':
      return `too few in sync without ${nodeName(fault.node)} ${seconds(fault.forMs)}`;
  }
}

const nodeName = (node: NodeChoice): string => (node === 'controller' ? 'the controller' : `broker ${node}`);
