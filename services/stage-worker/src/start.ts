import { readTextFiles } from '@cupcakery/kit/files';
import { guardTopics } from '@cupcakery/kit/guard-topics';
import { createKafkaClient, type KafkaClient, kafkaSettings } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startProducer } from '@cupcakery/kit/kafka/produce/producer';
import { createMetrics } from '@cupcakery/kit/metrics/metrics';
import type { Lifecycle } from '@cupcakery/kit/process/lifecycle';
import type { MainContext } from '@cupcakery/kit/process/run-main';
import { failProcessOn } from '@cupcakery/kit/tools/fail-process-on';
import { traceFields } from '@cupcakery/kit/trace';
import { startTracing } from '@cupcakery/kit/tracing/start-tracing';
import { topicsOf } from '@cupcakery/workflow/contracts/topics';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { type Stage, stageNamed, type Workflow } from '@cupcakery/workflow/file/workflow-file';
import { parseWorkflows, workflowFileEndings, workflowNamed } from '@cupcakery/workflow/file/workflow-files';
import type { Config } from './config.ts';
import { createStageMetrics } from './stage/stage-metrics.ts';
import { type RunningStage, startStage } from './stage/start-stage.ts';
import { createCommandSender } from './tickets/command-sender.ts';
import { type StagePauses, startStagePauses } from './tickets/stage-pauses.ts';
import type { Ticket } from './tickets/ticket.ts';
import { startWithdrawals, type Withdrawals } from './tickets/withdrawals.ts';
import { workerCommands } from './tickets/worker-commands.ts';
import { credentialsOf, workOf } from './work/work-of-stage.ts';

/** Starts the workers of the configured stages; they stop with the context's lifecycle. */
export async function start(config: Config, { log, lifecycle, registry, now }: MainContext): Promise<void> {
  const { signal } = lifecycle;
  const workflows = parseWorkflows(readTextFiles(config.WORKFLOWS_DIR, workflowFileEndings));
  const workflow = workflowNamed(workflows, config.WORKFLOW);
  const stages = stagesOf(workflow, config.STAGES);
  // Before Kafka is asked for anything: a secret that is missing is seen at once, not with the first ticket.
  const credentials = credentialsOf(stages, config.SECRETS_DIR);
  const names = topicNames(workflow.name);
  const kafka = createKafkaClient(kafkaSettings(config, config.WORKER_NAME), log, now);
  const ownMetrics = createMetrics(registry);
  const tracer = await startTracing(config, {
    service: 'stage-worker',
    instance: config.WORKER_NAME,
    metrics: ownMetrics,
    log,
    lifecycle,
  });
  const metrics = createStageMetrics(ownMetrics, workflow.name);
  const topics = topicsOf(workflow).map(({ name }) => name);
  const required = [
    names.commands,
    names.incidents,
    names.control,
    names.withdrawals,
    ...stages.map((s) => s.topic),
  ];
  await guardTopics(
    { kafka, workflow: workflow.name, topics, required, metrics: ownMetrics, log },
    lifecycle,
  );

  const producer = await startProducer(
    { kafka, topics: [names[config.COMMAND_TOPIC], names.incidents], lingerMs: config.LINGER_MS },
    signal,
  );
  lifecycle.onStop('producer', () => producer.stop());
  const { withdrawals, pauses } = await startTables(kafka, workflow, stages, lifecycle);

  const running: RunningStage[] = [];
  // All stages stop side by side: their grace is one, not one after the other.
  lifecycle.onStop('stages', async () => {
    await Promise.all(running.map((stage) => stage.stop()));
  });
  await Promise.all(
    stages.map(async (stage) => {
      const fields = { workflow: workflow.name, stage: stage.name };
      const { onDown, onPaused, observer } = metrics.of(stage.name);
      const pause = pauses.of(stage.name, onPaused);
      const onTarget = (down: boolean, reason: string) => {
        onDown(down);
        log[down ? 'warn' : 'info'](
          { ...fields, reason },
          down ? 'the target is down, tickets wait' : 'the target is back',
        );
      };
      const work = workOf(stage, credentials.get(stage.name), now, onTarget, tracer);
      const commands = workerCommands(workflow, stage, {
        workerName: config.WORKER_NAME,
        commandTopic: names[config.COMMAND_TOPIC],
        partitions: (topic) => producer.partitions(topic),
        now,
      });
      const onStartLost = (err: unknown, { orderId, traceparent }: Ticket) =>
        log.warn({ ...fields, err, orderId, ...traceFields(traceparent) }, 'a start was not announced');
      const sender = createCommandSender(producer, commands, onStartLost, tracer);
      const capacity = config.CAPACITY > 0 ? config.CAPACITY : stage.capacity;
      const stopGraceMs = config.STOP_GRACE_MS;
      running.push(
        await startStage(
          {
            kafka,
            workflow,
            stage,
            capacity,
            maxHeld: config.MAX_HELD,
            work,
            sender,
            withdrawals,
            pause,
            observer,
            tracer,
            stopGraceMs,
          },
          signal,
        ),
      );
    }),
  );
}

/** What the work depends on besides its tickets. */
async function startTables(
  kafka: KafkaClient,
  workflow: Workflow,
  stages: readonly Stage[],
  lifecycle: Lifecycle,
): Promise<{ withdrawals: Withdrawals; pauses: StagePauses }> {
  const { signal } = lifecycle;
  const stageNames = stages.map((s) => s.name);
  const withdrawals = await startWithdrawals(kafka, workflow.name, stageNames, signal);
  lifecycle.onStop('withdrawals', () => withdrawals.stop());
  // Without them a cancelled order would be worked on: rather crash and start over.
  failProcessOn(withdrawals.failed);
  const pauses = await startStagePauses(kafka, workflow.name, signal);
  lifecycle.onStop('pauses', () => pauses.stop());
  // Without them a paused stage would work on: rather crash and start over.
  failProcessOn(pauses.failed);
  return { withdrawals, pauses };
}

function stagesOf(workflow: Workflow, names: readonly string[]): readonly Stage[] {
  if (names.includes('all')) return workflow.stages;
  return names.map((name) => stageNamed(workflow, name));
}
