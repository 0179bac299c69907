/** An object in etcd has at most 1.5 MiB. */
const maxLength = 4 << 20;

/** The lines of a stream as they arrive, without empty ones and without an incomplete last one. */
export async function* readLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLength) throw new Error(`a line is longer than ${maxLength} characters`);
    for (const line of lines) if (line !== '') yield line;
  }
}
