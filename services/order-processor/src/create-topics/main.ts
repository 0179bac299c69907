import process from 'node:process';
import { ConfigError, loadConfig } from '@cupcakery/kit/config';
import { readTextFiles } from '@cupcakery/kit/files';
import { createKafkaClient, kafkaSettings } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { createLogger } from '@cupcakery/kit/log';
import { lagHistoryTopic } from '@cupcakery/workflow/contracts/lag-history';
import { staffTopic } from '@cupcakery/workflow/contracts/staff';
import { topicsOf } from '@cupcakery/workflow/contracts/topics';
import { WorkflowFileError } from '@cupcakery/workflow/file/workflow-file';
import { parseWorkflows, workflowFileEndings } from '@cupcakery/workflow/file/workflow-files';
import { configSchema } from './config.ts';

/** Creates the topics of all workflows where no Strimzi does, and corrects the settings of existing ones. */
async function createTopics(): Promise<void> {
  const config = loadConfig(configSchema, process.env);
  const log = createLogger({ service: 'create-topics', level: config.LOG_LEVEL });
  const workflows = parseWorkflows(readTextFiles(config.WORKFLOWS_DIR, workflowFileEndings));
  const minInsync = { 'min.insync.replicas': String(config.TOPIC_MIN_INSYNC_REPLICAS) };
  const specs = [
    ...[...workflows.values()].flatMap((workflow) => topicsOf(workflow)),
    lagHistoryTopic,
    staffTopic,
  ].map((spec) => ({ ...spec, config: { ...spec.config, ...minInsync } }));
  const kafka = createKafkaClient(kafkaSettings(config, 'create-topics'), log);
  const { created } = await ensureTopics(kafka, specs, { replicationFactor: config.TOPIC_REPLICAS });
  log.info({ topics: specs.length, created }, 'topics are in place');
}

try {
  await createTopics();
} catch (error) {
  const ours = error instanceof ConfigError || error instanceof WorkflowFileError;
  process.stderr.write(
    `create-topics: ${ours ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = ours ? 2 : 1;
}
