import { commonVars, intVar, kafkaVars } from '@cupcakery/kit/config';
import { injectedFaults, protocolSteps } from '@cupcakery/kit/kafka/exactly-once/faults';
import { tracingVars } from '@cupcakery/kit/tracing/tracing-vars';
import { z } from 'zod';

/** Environment of the order-processor. FAULT_* are for fault tests and refused outside loopback. */
export const configSchema = z.object({
  ...commonVars,
  ...kafkaVars,
  ...tracingVars,
  WORKFLOW: z.string().default('cupcakes').meta({ example: 'cupcakes' }),
  INSTANCE_ID: z.string().optional().meta({ example: 'order-processor-0' }),
  LINGER_MS: intVar.default(4),
  FAULT_STALL_AT: z.enum(protocolSteps).optional(),
  FAULT_STALL_AFTER: intVar.default(0),
  FAULT_PLANTED: z.enum(injectedFaults).optional(),
});

export type Config = z.infer<typeof configSchema>;
