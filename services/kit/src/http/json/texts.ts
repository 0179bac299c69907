import { isRecord } from '../../tools/is-record.ts';
import { pointerToken } from '../../tools/json-pointer.ts';
import { controlIn, withoutHidden } from '../../tools/visible-text.ts';
import type { ProblemField } from '../problem.ts';

/** Whether a JSON text may hold anything that `cleanTexts` looks for: an escape, or such a character itself. */
export function mayNeedCleaning(json: string): boolean {
  return /\\[bfu]|__proto__|[\u007f-\u009f\u202a-\u202e\u2066-\u206f\ufeff]/.test(json);
}

/**
 * The texts of a JSON value that was just parsed, all of them and wherever they are. One that is no Unicode (half of a
 * surrogate pair) or has a control character is a problem; characters that nobody sees and that change the order of
 * reading are taken out of the value in place. Names of members are judged alike, and reported at their parent; so is
 * `__proto__`, which programs that copy members one by one take for the prototype.
 * @returns the value, and at most `limit` problems by JSON pointer (RFC 6901)
 */
export function cleanTexts(value: unknown, limit = 50): { value: unknown; problems: ProblemField[] } {
  const problems: ProblemField[] = [];
  const visit = (one: unknown, pointer: string): unknown => {
    if (problems.length >= limit) return one;
    if (typeof one === 'string') {
      const detail = problemOf(one);
      if (detail !== undefined) problems.push({ pointer, detail });
      return withoutHidden(one);
    }
    if (Array.isArray(one)) {
      for (const [index, item] of one.entries()) one[index] = visit(item, `${pointer}/${index}`);
    } else if (isRecord(one)) {
      for (const [name, member] of Object.entries(one)) {
        const detail = problemOfName(name);
        if (detail !== undefined) problems.push({ pointer, detail });
        else one[name] = visit(member, `${pointer}/${pointerToken(name)}`);
      }
    }
    return one;
  };
  return { value: visit(value, ''), problems: problems.slice(0, limit) };
}

function problemOf(text: string): string | undefined {
  if (!text.isWellFormed()) return 'must be Unicode text: half of a surrogate pair is none';
  const control = controlIn(text);
  return control && `must not contain the control character ${control}`;
}

function problemOfName(name: string): string | undefined {
  const detail = problemOf(name);
  if (detail !== undefined) return `has a field whose name ${detail}`;
  if (name === '__proto__') return 'has a field named __proto__, which no object may have';
  return withoutHidden(name) === name ? undefined : 'has a field whose name contains characters nobody sees';
}
