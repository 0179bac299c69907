import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { OrderEvent } from '@cupcakery/workflow/contracts/event';
import type { Order } from '@cupcakery/workflow/contracts/order';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { ProcessorObserver } from './order-partition-processor.ts';

/** Records what the processor did in metrics: orders by event, commands by answer, time at each stage. */
export function createMetricsObserver(workflow: Workflow, metrics: Metrics): ProcessorObserver {
  const label = { workflow: workflow.name };
  const orders = metrics.counter('cupcakery_orders_total');
  const commands = metrics.counter('cupcakery_commands_total');
  const stageSeconds = metrics.histogram('cupcakery_stage_duration_seconds');
  const orderSeconds = metrics.histogram('cupcakery_order_duration_seconds');

  function stageDone(order: Order, stage: string): void {
    const s = order.stages.find((p) => p.name === stage);
    if (!s?.readyAt || !s.startedAt || !s.completedAt) return;
    const [ready, started, completed] = [s.readyAt, s.startedAt, s.completedAt].map(Date.parse);
    if (ready === undefined || started === undefined || completed === undefined) return;
    stageSeconds.observe({ ...label, stage, part: 'waiting' }, Math.max(0, started - ready) / 1000);
    stageSeconds.observe({ ...label, stage, part: 'working' }, Math.max(0, completed - started) / 1000);
  }

  return {
    answered: (command, answer) => commands.inc({ ...label, command, answer }),
    changed({ event, state }) {
      orders.inc({ ...label, event: event.type satisfies OrderEvent['type'] });
      // Workers measure their own work; counting it here too would double it where metrics are combined.
      if (event.type === 'StageCompleted' && event.answer !== undefined) stageDone(state.order, event.stage);
      if (event.type === 'OrderFinished') {
        orderSeconds.observe(label, (Date.parse(event.at) - Date.parse(state.order.placedAt)) / 1000);
      }
    },
  };
}
