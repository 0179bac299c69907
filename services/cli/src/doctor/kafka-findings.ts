import type { GroupDescription } from '@cupcakery/kit/kafka/admin/inspector';
import { checkTopics } from '@cupcakery/kit/kafka/admin/topic-facts';
import type { SurveyedTopic } from '@cupcakery/kit/kafka/admin/topic-survey';
import { resumeWindowMs } from '@cupcakery/workflow/contracts/topics';
import { processorGroup, topicNames } from '@cupcakery/workflow/file/topic-names';
import type { Finding } from './findings.ts';

/** What Kafka says of one workflow. */
export type KafkaFacts = {
  topics: readonly SurveyedTopic[];
  /** Of the order-processor. */
  group: GroupDescription | undefined;
  /** Partitions in which records wait for the marker of a transaction. */
  hanging: readonly { topic: string; partition: number }[];
};

/** A workflow's own topics, the one that says how many partitions all have first. Those of its stages are in its file. */
export function ownTopics(workflow: string): string[] {
  return Object.values(topicNames(workflow));
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

type Rule = { setting: string; isRight(value: string): boolean; should: string; otherwise: string };

const compacted: Rule = {
  setting: 'cleanup.policy',
  isRight: (value) => value === 'compact',
  should: 'compact',
  otherwise: 'what is known of open orders would be deleted',
};
const resumable = (setting: string): Rule => ({
  setting,
  isRight: (value) => Number(value) >= resumeWindowMs,
  should: `at least ${resumeWindowMs}`,
  otherwise: 'subscriptions could not resume without loss',
});
const keptForEver: Rule = {
  setting: 'retention.ms',
  isRight: (value) => Number(value) === -1,
  should: '-1',
  otherwise: 'the history would be deleted',
};
const notCompacted: Rule = {
  setting: 'cleanup.policy',
  isRight: (value) => value === 'delete',
  should: 'delete',
  otherwise: 'all but the last event of each order would be deleted',
};

function configFindings(workflow: string, topics: readonly SurveyedTopic[]): Finding[] {
  const names = topicNames(workflow);
  const rules: Readonly<Record<string, readonly Rule[]>> = {
    [names.events]: [notCompacted, keptForEver],
    [names.orders]: [compacted, resumable('min.compaction.lag.ms'), resumable('delete.retention.ms')],
    [names.contacts]: [compacted],
    [names.control]: [compacted],
    [names.withdrawals]: [compacted],
    [names.incidents]: [compacted],
  };
  return topics.flatMap(({ topic, config }) =>
    (rules[topic] ?? []).flatMap(({ setting, isRight, should, otherwise }): Finding[] => {
      const value = config.get(setting);
      if (value === undefined || isRight(value)) return [];
      return [
        {
          state: 'wrong',
          what: `topic ${topic}: ${setting} is ${value} and has to be ${should}: ${otherwise}`,
          remedy: `kafka-configs --alter --topic ${topic} --add-config ${setting}=…`,
        },
      ];
    }),
  );
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
