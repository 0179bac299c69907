import { headerOf, type KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { isRecord } from '@cupcakery/kit/tools/is-record';
import { hashOf } from '@cupcakery/workflow/contracts/identity';
import { RecordError } from '@cupcakery/workflow/contracts/records';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';

/** What a foreign record says: the order's details, and their JSON as it was written. */
export type ForeignDetails = {
  details: Record<string, unknown>;
  json: Buffer;
  bodyHash: string;
};

type Keyed = Pick<KafkaRecord, 'topic' | 'partition' | 'offset' | 'key'>;

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The id of the order that a foreign record is: `p<partition>.<hash of the key>-<hash of the position>`. The record stays
 * where it is and is the first ticket, so the order has to lie in its partition, which the id names. Each record is an order
 * of its own, also when key and value repeat.
 *
 * Earlier releases made the whole id of the key, so that a second record of a key was no order. Their records may still
 * wait under such an id, so records below `ownIdsFrom` keep that rule: placed under another id they would be doubled.
 */
export function foreignOrderId(
  workflow: Workflow,
  { topic, partition, offset, key }: Keyed,
  ownIdsFrom: number,
): string {
  const hash = hashOf(workflow.name, key ?? `${topic}-${partition}-${offset}`);
  const own =
    offset < ownIdsFrom ? hash.slice(20, 28) : hashOf(topic, String(partition), String(offset)).slice(0, 16);
  return `p${partition}.${hash.slice(0, 20)}-${own}`;
}

/**
 * The order in a foreign record: the value is its details as JSON, bare or as a CloudEvent in binary mode; of a
 * CloudEvent in structured mode (content type `application/cloudevents+json`) it is the field `data`.
 * @throws RecordError saying why it is no order of the workflow; a tombstone is none
 */
export function foreignDetails(workflow: Workflow, record: KafkaRecord): ForeignDetails {
  if (record.value === null) throw new RecordError('the value is empty (a tombstone), which is no order');
  const contentType = headerOf(record, 'content-type')?.toLowerCase() ?? '';
  const value = withoutMark(record.value);
  const parsed = parse(value);
  const isStructured = contentType.startsWith('application/cloudevents+json');
  const details = isStructured ? dataOf(parsed) : parsed;
  const [problem] = workflow.checkDetails(details);
  if (problem) throw new RecordError(`details${problem.field} ${problem.detail}`);
  // The check accepts objects only: the schema's type is object. This is for the compiler.
  if (!isRecord(details)) throw new RecordError('details are no object');
  return {
    details,
    json: isStructured ? Buffer.from(JSON.stringify(details)) : value,
    bodyHash: hashOf(record.value.toString('utf8')),
  };
}

/** Some programs on Windows write a byte order mark before JSON, which has none. */
function withoutMark(value: Buffer): Buffer {
  return value.subarray(0, byteOrderMark.length).equals(byteOrderMark)
    ? value.subarray(byteOrderMark.length)
    : value;
}

function parse(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'));
  } catch (error) {
    throw new RecordError(`not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function dataOf(event: unknown): unknown {
  if (!isRecord(event) || typeof event.specversion !== 'string')
    throw new RecordError('a CloudEvent without specversion, though its content type says that it is one');
  if (typeof event.data_base64 === 'string')
    return parse(withoutMark(Buffer.from(event.data_base64, 'base64')));
  if (event.data === undefined) throw new RecordError('a CloudEvent without data, which is no order');
  return event.data;
}
