import { isRecord } from '../../tools/is-record.ts';
import { pointerToken } from '../../tools/json-pointer.ts';

/**
 * JSON pointers (RFC 6901) of the strings below `value` that are no Unicode text: they hold half of a surrogate pair.
 * A member with such a name is found by the pointer of its parent. At most `limit`.
 */
export function loneSurrogates(value: unknown, limit = 50): string[] {
  const found: string[] = [];
  const visit = (one: unknown, pointer: string): void => {
    if (found.length >= limit) return;
    if (typeof one === 'string') {
      if (!one.isWellFormed()) found.push(pointer);
    } else if (Array.isArray(one)) {
      for (const [index, item] of one.entries()) visit(item, `${pointer}/${index}`);
    } else if (isRecord(one)) {
      for (const [name, member] of Object.entries(one)) {
        if (name.isWellFormed()) visit(member, `${pointer}/${pointerToken(name)}`);
        else found.push(pointer);
      }
    }
  };
  visit(value, '');
  return found;
}
