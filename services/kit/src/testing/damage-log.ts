import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Changes one bit of a partition's log on a broker's disk, in the first record that holds `text`: what a bad disk or a
 * bad cable does. Brokers do not look at what they send.
 * @param dataDir where the broker keeps its data
 */
export async function damageLog(
  dataDir: string,
  { topic, partition, text }: { topic: string; partition: number; text: string },
): Promise<void> {
  const segment = join(`${topic}-${partition}`, '00000000000000000000.log');
  const found = (await readdir(dataDir, { recursive: true })).find((path) => path.endsWith(segment));
  if (found === undefined) throw new Error(`no ${segment} in ${dataDir}`);
  const file = await open(join(dataDir, found), 'r+');
  try {
    const bytes = await file.readFile();
    const at = bytes.indexOf(text);
    if (at < 0) throw new Error(`${segment} holds no ${text}`);
    await file.write(Buffer.from([bytes.readUInt8(at) ^ 1]), 0, 1, at);
  } finally {
    await file.close();
  }
}
