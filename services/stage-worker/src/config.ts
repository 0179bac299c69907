import { commonVars, intVar, kafkaVars } from '@cupcakery/kit/config';
import { tracingVars } from '@cupcakery/kit/tracing/tracing-vars';
import { z } from 'zod';

/** Environment of a stage-worker: which stages of which workflow it works for. */
export const configSchema = z.object({
  ...commonVars,
  ...kafkaVars,
  ...tracingVars,
  WORKFLOW: z.string().default('cupcakes').meta({ example: 'cupcakes' }),
  STAGES: z
    .string()
    .default('all')
    .transform((text) => text.split(',').map((part) => part.trim()))
    .meta({ example: 'mix,bake' }),
  /** The folder with the secrets that the `auth` of http stages names, one file each. */
  SECRETS_DIR: z.string().optional().meta({ example: '/var/run/cupcakery/secrets' }),
  /** Sent with each command as the one who did the work. */
  WORKER_NAME: z.string().max(100).default('stage-worker').meta({ example: 'cupcakes-bake-7d9c' }),
  /** Overrides the capacity of every stage (0: as the workflow file says). */
  CAPACITY: intVar.default(0),
  /** Tickets that a manual stage holds at a time; more of them wait in Kafka until some have left. */
  MAX_HELD: intVar.default(100_000),
  /**
   * The topic that the worker's commands go to. `commands` is for an upgrade from a release whose order-processor does
   * not read `W.work`: until nothing needs to be rolled back to it.
   */
  COMMAND_TOPIC: z.enum(['work', 'commands']).default('work').meta({ example: 'work' }),
  LINGER_MS: intVar.default(1),
  /** How long work in hand may go on after SIGTERM, ms; what is left is done again elsewhere. */
  STOP_GRACE_MS: intVar.default(800),
});

export type Config = z.infer<typeof configSchema>;
