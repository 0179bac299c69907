import type { GroupDescription } from '@cupcakery/kit/kafka/admin/inspector';
import { checkTopics } from '@cupcakery/kit/kafka/admin/topic-facts';
import type { SurveyedTopic } from '@cupcakery/kit/kafka/admin/topic-survey';
import { ownTopicsOf } from '@cupcakery/workflow/contracts/topics';
import { processorGroup } from '@cupcakery/workflow/file/topic-names';
import type { Finding } from './findings.ts';

/** What Kafka says of one workflow. */
export type KafkaFacts = {
  topics: readonly SurveyedTopic[];
  /** Of the order-processor. */
  group: GroupDescription | undefined;
  /** Partitions in which records wait for the marker of a transaction. */
  hanging: readonly { topic: string; partition: number }[];
};

/** How many partitions is for the topics to agree on. */
const anyNumber = 1;

/** A workflow's own topics, the one that says how many partitions all have first. Those of its stages are in its file. */
export function ownTopics(workflow: string): string[] {
  return ownTopicsOf(workflow, anyNumber).map(({ name }) => name);
}

const noRight = 29;

/** What is wrong with the topics of a workflow, and with who processes it. */
export function kafkaFindings(workflow: string, { topics, group, hanging }: KafkaFacts): Finding[] {
  const [, problems] = checkTopics(new Map(), topics);
  const found: Finding[] = [
    ...problems.map(({ message }): Finding => ({ state: 'wrong', what: message })),
    ...topics.flatMap((topic) => [...rightFindings(topic), ...leaderFindings(topic)]),
    ...configFindings(workflow, topics),
    ...hangingFindings(hanging),
    ...groupFindings(workflow, group),
  ];
  return found.length > 0
    ? found
    : [{ state: 'fine', what: `${workflow}: its topics are as they should be` }];
}

const rightFindings = ({ topic, errorCode }: SurveyedTopic): Finding[] =>
  errorCode === noRight
    ? [
        {
          state: 'odd',
          what: `topic ${topic}: you have no right to see it`,
          remedy: 'an ACL with Describe on it',
        },
      ]
    : [];

function leaderFindings({ topic, partitions }: SurveyedTopic): Finding[] {
  const without = partitions.filter(({ leader }) => leader < 0).map(({ partition }) => partition);
  if (without.length === 0) return [];
  return [
    {
      state: 'wrong',
      what: `topic ${topic}: ${without.length} of ${partitions.length} partitions have no leader: nothing can be read or written there`,
      remedy: 'a broker is down; look at Kafka',
    },
  ];
}

/** What happens where a setting is not as it should be; the others cost disk at most. */
const harm: Readonly<Record<string, (should: string) => string>> = {
  'cleanup.policy': (should) =>
    should === 'compact'
      ? 'what is known of open orders would be deleted'
      : 'all but the last record of each order would be deleted',
  'retention.ms': (should) =>
    should === '-1' ? 'the history would be deleted' : 'records would be deleted before they are read',
  'min.compaction.lag.ms': () => 'subscriptions could not resume without loss',
  'delete.retention.ms': () => 'subscriptions could not resume without loss',
};

/** As the workflow creates its topics; more time than that does no harm. */
function configFindings(workflow: string, topics: readonly SurveyedTopic[]): Finding[] {
  const found = new Map(topics.map(({ topic, config }) => [topic, config]));
  return ownTopicsOf(workflow, anyNumber).flatMap(({ name, config }) =>
    Object.entries(config).flatMap(([setting, should]): Finding[] => {
      const value = found.get(name)?.[setting];
      const otherwise = harm[setting]?.(should);
      if (value === undefined || otherwise === undefined || isEnough(value, should)) return [];
      const atLeast = Number(should) >= 0 ? 'at least ' : '';
      return [
        {
          state: 'wrong',
          what: `topic ${name}: ${setting} is ${value} and has to be ${atLeast}${should}: ${otherwise}`,
          remedy: `kafka-configs --alter --topic ${name} --add-config ${setting}=${should}`,
        },
      ];
    }),
  );
}

/** A time of -1 has no end. */
function isEnough(value: string, should: string): boolean {
  const [has, needs] = [Number(value), Number(should)];
  if (Number.isNaN(needs)) return value === should;
  return has === -1 || (needs !== -1 && has >= needs);
}

function hangingFindings(hanging: KafkaFacts['hanging']): Finding[] {
  const byTopic = new Map<string, number[]>();
  for (const { topic, partition } of hanging) byTopic.set(topic, [...(byTopic.get(topic) ?? []), partition]);
  return [...byTopic].map(([topic, partitions]) => ({
    state: 'wrong',
    what: `topic ${topic}, partition ${partitions.join(', ')}: records wait for the end of a transaction, and readers with them`,
    remedy: 'the order-processor ends it when it opens the partition: restart it',
  }));
}

function groupFindings(workflow: string, group: GroupDescription | undefined): Finding[] {
  if (group && group.members.length > 0) return [];
  return [
    {
      state: 'wrong',
      what: `group ${processorGroup(workflow)} has no members: no order is decided`,
      remedy: 'start order-processor',
    },
  ];
}
