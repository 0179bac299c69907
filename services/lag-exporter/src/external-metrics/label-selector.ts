/** A label selector in the syntax of Kubernetes' `?labelSelector=`. */
export type LabelSelector = (labels: Readonly<Record<string, string>>) => boolean;

/** A selector that cannot be parsed; the message is for its author. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
}

type Requirement = (value: string | undefined) => boolean;

const key = String.raw`(?:[A-Za-z0-9.-]+/)?[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?`;
const value = String.raw`[\w.-]*`;
const equality = new RegExp(`^(${key})\\s*(=|==|!=)\\s*(${value})$`);
const membership = new RegExp(`^(${key})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const existence = new RegExp(`^(!?)\\s*(${key})$`);
/** Requirements of one selector. */
const maxRequirements = 50;

/**
 * Reads a selector: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`, `!a`, joined by commas; an empty one
 * selects everything. As in Kubernetes, `!=` and `notin` hold where the label is missing.
 * @throws SelectorError
 */
export function parseSelector(text: string): LabelSelector {
  const parts = splitOutsideParentheses(text).map((part) => part.trim());
  if (parts.length === 1 && parts[0] === '') return () => true;
  if (parts.length > maxRequirements)
    throw new SelectorError(`a selector has at most ${maxRequirements} requirements`);
  const requirements = parts.map(parseRequirement);
  return (labels) =>
    requirements.every(([name, holds]) => holds(Object.hasOwn(labels, name) ? labels[name] : undefined));
}

function parseRequirement(text: string): [name: string, holds: Requirement] {
  const equal = equality.exec(text);
  if (equal) {
    const [, name = '', operator, wanted = ''] = equal;
    return [name, operator === '!=' ? (found) => found !== wanted : (found) => found === wanted];
  }
  const member = membership.exec(text);
  if (member) {
    const [, name = '', operator, list = ''] = member;
    const values = new Set(list.split(',').map((one) => one.trim()));
    const isIn: Requirement = (found) => found !== undefined && values.has(found);
    return [name, operator === 'in' ? isIn : (found) => !isIn(found)];
  }
  const exists = existence.exec(text);
  if (exists) {
    const [, not, name = ''] = exists;
    return [name, (found) => (found === undefined) === (not === '!')];
  }
  throw new SelectorError(
    `"${text.slice(0, 80)}" is no requirement; for example consumergroup=cupcakes.bake`,
  );
}

function splitOutsideParentheses(text: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts;
}
