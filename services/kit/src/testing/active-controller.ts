import { rawRequest } from './raw-request.ts';

const describeQuorum = 55;
const topic = '__cluster_metadata';

/**
 * The node id of the active controller, as a plaintext broker on 127.0.0.1:`port` knows it. Kafka's metadata response
 * names any broker as the controller.
 */
export async function activeController(port: number): Promise<number> {
  // One topic: its name, then one partition (0). Lengths are one more than they are, and each part ends with its tags.
  const body = Buffer.concat([
    Buffer.from([2, topic.length + 1]),
    Buffer.from(topic),
    Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]),
  ]);
  const response = await rawRequest(port, { apiKey: describeQuorum, flexible: true, body });
  // Tags of the header, an error code, one topic with its name, one partition: its number, an error code, its leader.
  const partitionAt = 1 + 2 + 1 + 1 + topic.length + 1;
  const errors = [response.readInt16BE(1), response.readInt16BE(partitionAt + 4)];
  const leader = response.readInt32BE(partitionAt + 6);
  if (errors.some((code) => code !== 0) || leader < 0) {
    throw new Error(`port ${port} knows no controller: errors ${errors.join(', ')}`);
  }
  return leader;
}
