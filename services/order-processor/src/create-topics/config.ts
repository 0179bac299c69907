import { commonVars, intVar, kafkaVars } from '@cupcakery/kit/config';
import { z } from 'zod';

const { LOG_LEVEL, WORKFLOWS_DIR } = commonVars;

/** Environment of the job that creates topics. */
export const configSchema = z.object({
  ...kafkaVars,
  LOG_LEVEL,
  WORKFLOWS_DIR,
  /** Replicas of each partition, and how many must have a record before it is acknowledged. */
  TOPIC_REPLICAS: intVar.default(3),
  TOPIC_MIN_INSYNC_REPLICAS: intVar.default(2),
});
