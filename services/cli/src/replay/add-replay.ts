import type { Command } from 'commander';
import { type Cli, runCommand } from '../commands/run-command.ts';

/** `cupcakery replay`; what reads Kafka is loaded only when it is needed. */
export function addReplay(program: Command, cli: Cli): void {
  program
    .command('replay')
    .description(
      'fold the history of all orders, read from Kafka (KAFKA_BROKERS and the other KAFKA_ variables)',
    )
    .option('--verify', 'compare with the snapshots; ends with 1 on a difference')
    .option('--at <time>', 'the orders as they were then')
    .addHelpText(
      'after',
      '\nExamples:\n  $ KAFKA_BROKERS=localhost:9092 cupcakery replay --verify\n  $ KAFKA_BROKERS=localhost:9092 cupcakery replay --at 2026-03-02T10:00:00Z --json',
    )
    .action(
      runCommand(cli, async (run, args, options) => {
        const { replay } = await import('./replay.ts');
        await replay(run, args, options);
      }),
    );
}
