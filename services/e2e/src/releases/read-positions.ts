import { Kafka, logLevel } from 'kafkajs';
import { type GroupPosition, groupPositions } from '../checker/group-positions.ts';

/** Where each partition of a topic stands, for a group. */
export async function readPositions(address: string, group: string, topic: string): Promise<GroupPosition[]> {
  const admin = new Kafka({ brokers: [address], clientId: 'positions', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await groupPositions(admin, group, topic);
  } finally {
    await admin.disconnect();
  }
}
