import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A writer to a log file that never uses more than about twice `maxBytes`: a full file becomes `<file>.1`,
 * replacing the previous one.
 */
export function openBoundedLog(file: string, maxBytes = 5_000_000): (text: string | Buffer) => void {
  mkdirSync(dirname(file), { recursive: true });
  let fd = openSync(file, 'a');
  let size = fstatSync(fd).size;
  return (text) => {
    if (size >= maxBytes) {
      closeSync(fd);
      if (existsSync(file)) renameSync(file, `${file}.1`);
      fd = openSync(file, 'a');
      size = 0;
    }
    size += typeof text === 'string' ? writeSync(fd, text) : writeSync(fd, text);
  };
}
