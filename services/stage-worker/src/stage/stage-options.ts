import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import type { Tracer } from '@cupcakery/kit/tracing/tracer';
import type { Stage, Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { CommandSender } from '../tickets/command-sender.ts';
import type { StagePause } from '../tickets/stage-pauses.ts';
import type { Withdrawals } from '../tickets/withdrawals.ts';
import type { PersistentWork } from '../work/persistent-work.ts';
import type { StageObserver } from '../work/ticket-work.ts';

export type StageOptions = {
  kafka: KafkaClient;
  workflow: Workflow;
  stage: Stage;
  capacity: number;
  /** Tickets held at a time, of a manual stage. */
  maxHeld: number;
  /** Undefined for a manual stage: tickets are held until the order leaves the stage. */
  work: PersistentWork | undefined;
  sender: CommandSender;
  withdrawals: Withdrawals;
  pause: StagePause;
  observer: StageObserver;
  tracer: Tracer;
  stopGraceMs: number;
};
