/** An object in etcd has at most 1.5 MiB. */
const longest = 4 << 20;

/** The lines of a stream as they come, without empty ones and without one that was cut off at the end. */
export async function* readLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longest) throw new Error(`a line is longer than ${longest} characters`);
    for (const line of lines) if (line !== '') yield line;
  }
}
