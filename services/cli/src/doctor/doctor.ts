import type { Command } from 'commander';
import {
  backlogData,
  backlogDocument,
  incidentsData,
  incidentsDocument,
  meData,
  meDocument,
} from '../api/documents.ts';
import { workflowsAnswer } from '../api/orders.ts';
import { CliError, reasonOf } from '../cli-error.ts';
import { type Cli, type CommandAction, type Run, runCommand } from '../commands/run-command.ts';
import { readSignIn, serverOf } from '../session/provider.ts';
import { backlogFindings, clockFinding, type Finding } from './findings.ts';

const patienceMs = 10_000;

const doctor: CommandAction = async (run) => {
  const { out } = run;
  const findings: Finding[] = [];
  for await (const finding of examine(run)) {
    findings.push(finding);
    if (!out.json) out.line(lineOf(finding, run));
  }
  out.result(findings, () => {});
  const wrong = findings.filter(({ state }) => state === 'wrong').length;
  if (wrong > 0)
    throw new CliError('refused', wrong === 1 ? 'one thing is wrong' : `${wrong} things are wrong`);
  out.note(findings.some(({ state }) => state === 'odd') ? 'it works; see what is marked' : 'all is well');
};

const marks = { fine: 'ok', odd: '! ', wrong: 'X ' } as const;

function lineOf({ state, what, remedy }: Finding, { out }: Run): string {
  const colour = { fine: out.colors.green, odd: out.colors.yellow, wrong: out.colors.red }[state];
  return `${colour(marks[state])} ${what}${remedy === undefined ? '' : `\n   ${remedy}`}`;
}

/** From the outside in: what is found first explains what follows, and ends it where nothing more can be known. */
async function* examine(run: Run): AsyncGenerator<Finding> {
  const { api, settings, signal } = run;
  try {
    const answer = await fetch(`${settings.url}/config.json`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
    });
    await answer.body?.cancel();
    yield { state: 'fine', what: `${settings.url} answers` };
    yield clockFinding(Date.parse(answer.headers.get('date') ?? ''), run.now());
  } catch (error) {
    yield {
      state: 'wrong',
      what: `${settings.url} does not answer: ${reasonOf(error)}`,
      remedy: 'is it running? make up starts it on this machine; --url names another',
    };
    return;
  }
  yield await signInFinding(run);
  const me = await found(() => api.graphql(meDocument, {}, meData));
  if ('finding' in me) {
    yield me.finding;
    return;
  }
  yield {
    state: 'fine',
    what: `you are ${me.value.me.name}, roles: ${me.value.me.roles.join(', ') || 'none'}`,
  };
  const listed = await found(() => api.get('/api/v1/workflows', workflowsAnswer));
  if ('finding' in listed) {
    yield listed.finding;
    return;
  }
  for (const { name } of listed.value.workflows) {
    yield* workflowFindings(run, name);
    if (run.env.KAFKA_BROKERS) yield* await kafkaOf(run, name);
  }
}

/** What reads Kafka is loaded only where it is wanted. */
async function kafkaOf({ env, signal }: Run, workflow: string): Promise<Finding[]> {
  const { examineKafka } = await import('./kafka-doctor.ts');
  return await examineKafka(env, workflow, signal);
}

async function signInFinding({ settings, signal }: Run): Promise<Finding> {
  const checked = await found(async () => {
    const signIn = await readSignIn(settings.url, signal);
    if (signIn) await serverOf(signIn.authority, signal);
    return signIn;
  });
  if ('finding' in checked) return checked.finding;
  const { value } = checked;
  return {
    state: 'fine',
    what: value ? `the sign-in server ${value.authority} answers` : 'nobody has to sign in',
  };
}

async function* workflowFindings(run: Run, workflow: string): AsyncGenerator<Finding> {
  const backlog = await found(() => run.api.graphql(backlogDocument, { workflow }, backlogData));
  if ('finding' in backlog) {
    yield { ...backlog.finding, what: `${workflow}: ${backlog.finding.what}` };
    return;
  }
  yield* backlogFindings(workflow, backlog.value.backlog, run.now());
  const stopped = await found(() =>
    run.api.graphql(incidentsDocument, { workflow, first: 500 }, incidentsData),
  );
  const count = 'value' in stopped ? stopped.value.incidents.length : 0;
  if (count > 0)
    yield {
      state: 'odd',
      what: `${workflow}: ${count === 500 ? 'at least 500' : count} incidents wait for a decision`,
      remedy: 'cupcakery incident list',
    };
}

/** A value, or that it could not be had. */
async function found<T>(request: () => Promise<T>): Promise<{ value: T } | { finding: Finding }> {
  try {
    return { value: await request() };
  } catch (error) {
    if (!(error instanceof CliError) || error.failure === 'interrupted') throw error;
    const { message, hint } = error;
    return { finding: { state: 'wrong', what: message, ...(hint === undefined ? {} : { remedy: hint }) } };
  }
}

/** `cupcakery doctor` */
export function addDoctor(program: Command, cli: Cli): void {
  program
    .command('doctor')
    .description('what is wrong with an installation, in sentences; ends with 1 when something is')
    .addHelpText(
      'after',
      '\nWith KAFKA_BROKERS, and the other KAFKA_ variables of the services, it looks at topics and groups too.\n\nExample:\n  $ KAFKA_BROKERS=localhost:9092 cupcakery doctor',
    )
    .action(runCommand(cli, doctor));
}
