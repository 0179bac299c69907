import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  type Admin,
  type Kafka,
  ResourcePatternTypes,
} from 'kafkajs';
import { z } from 'zod';

const types = {
  topic: AclResourceTypes.TOPIC,
  group: AclResourceTypes.GROUP,
  transactionalId: AclResourceTypes.TRANSACTIONAL_ID,
};
const operations = {
  Read: AclOperationTypes.READ,
  Write: AclOperationTypes.WRITE,
  Describe: AclOperationTypes.DESCRIBE,
  DescribeConfigs: AclOperationTypes.DESCRIBE_CONFIGS,
};

/** The rights in a KafkaUser's spec; a kind of resource or operation that is not known here is an error. */
export const rightsShape = z.looseObject({
  authorization: z.looseObject({
    acls: z.array(
      z.object({
        resource: z.object({
          type: z.enum(['topic', 'group', 'transactionalId']),
          name: z.string(),
          patternType: z.enum(['literal', 'prefix']),
        }),
        operations: z.array(z.enum(['Read', 'Write', 'Describe', 'DescribeConfigs'])),
      }),
    ),
  }),
});
export type Rights = z.infer<typeof rightsShape>['authorization']['acls'];

/** Grants users their rights on a broker, as the User Operator would. */
export async function grantRights(
  admin: Pick<Admin, 'createAcls'>,
  users: readonly { name: string; acls: Rights }[],
): Promise<void> {
  await admin.createAcls({
    acl: users.flatMap(({ name, acls }) =>
      acls.flatMap(({ resource, operations: allowed }) =>
        allowed.map((operation) => ({
          resourceType: types[resource.type],
          resourceName: resource.name,
          resourcePatternType:
            resource.patternType === 'prefix' ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
          principal: `User:${name}`,
          host: '*',
          operation: operations[operation],
          permissionType: AclPermissionTypes.ALLOW,
        })),
      ),
    ),
  });
}

/** The error of Kafka for a write without the right to it; undefined when it accepts the record. */
export async function refusalOfWrite(kafka: Kafka, topic: string): Promise<unknown> {
  const producer = kafka.producer();
  await producer.connect();
  try {
    await producer.send({ topic, messages: [{ key: 'k', value: 'v' }] });
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await producer.disconnect();
  }
}
/** Kafka's wording of that, in any request. */
export const notAuthorized = /not authorized|authorization failed/i;

/** Of each service, topics that it must not write. */
export const forbiddenWrites: [service: string, topic: string][] = [
  ['order-api', 'cupcakes.orders'],
  ['order-api', 'cupcakes.contacts'],
  ['order-api', 'cupcakes.control'],
  ['order-api', 'readytobake'],
  ['gateway', 'cupcakes.commands'],
  ['gateway', 'cupcakes.orders'],
  ['stage-worker', 'cupcakes.orders'],
  ['stage-worker', 'readytobake'],
  ['stage-worker', 'cupcakes.commands'],
  ['order-processor', 'cupcakes.commands'],
  ['order-processor', 'cupcakes.work'],
];
