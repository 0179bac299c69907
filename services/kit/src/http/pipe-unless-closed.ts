import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream';

/**
 * Pipes until either end closes. Where one has closed already (a client that went away while a file was looked up), the
 * other is closed: `pipeline` would throw, and nobody is left to be told.
 */
export function pipeUnlessClosed(source: Readable, destination: Writable): void {
  if (source.destroyed || destination.destroyed || destination.writableEnded) {
    source.destroy();
    destination.destroy();
    return;
  }
  pipeline(source, destination, () => {});
}
