import { describe, expect, test } from 'vitest';
import { compileDetails, maxDetailsLength } from './details.ts';

function check(schema: Record<string, unknown>, details: unknown) {
  const problems: string[] = [];
  const run = compileDetails(schema, (why) => problems.push(why));
  expect(problems).toEqual([]);
  return run(details);
}
const schema = {
  type: 'object',
  required: ['flavour'],
  properties: {
    flavour: { type: 'string', minLength: 1 },
    size: { enum: ['S', 'M'] },
    for: { type: 'string', format: 'email' },
    'a/b~c': { type: 'integer' },
    free: { type: 'object' },
  },
};

describe('checking details', () => {
  test.each([
    [{ flavour: 'Lemon' }, []],
    [{}, [{ field: '/flavour', detail: 'is required' }]],
    [{ flavour: 'Lemon', size: 'XL' }, [{ field: '/size', detail: 'must be one of S, M' }]],
    [{ flavour: 'Lemon', sise: 'M' }, [{ field: '/sise', detail: 'is not a known field' }]],
    [{ flavour: 'Lemon', for: 'nobody' }, [{ field: '/for', detail: 'must match format "email"' }]],
    [{ flavour: 'Lemon', 'a/b~c': 'x' }, [{ field: '/a~1b~0c', detail: 'must be integer' }]],
    [{ flavour: 'Lemon', 'x/y': 1 }, [{ field: '/x~1y', detail: 'is not a known field' }]],
    ['Lemon', [{ field: '', detail: 'must be object' }]],
    [null, [{ field: '', detail: 'must be object' }]],
    [undefined, [{ field: '', detail: 'must be object' }]],
  ])('%j gives %j', (details, problems) => {
    expect(check(schema, details)).toEqual(problems);
  });

  test('a pattern takes no longer for texts that hardly miss it', () => {
    const patterns = {
      type: 'object',
      properties: { code: { type: 'string', pattern: '^(a+)+$' } },
      patternProperties: { '^x-(b*)*c$': { type: 'string' } },
    };
    expect(check(patterns, { code: 'aaa', 'x-bbc': '' })).toEqual([]);
    const almost = `${'a'.repeat(30_000)}!`;
    expect(check(patterns, { code: almost })).toEqual([
      { field: '/code', detail: 'must match pattern "^(a+)+$"' },
    ]);
    expect(check(patterns, { [`x-${'b'.repeat(30_000)}`]: '' })).toHaveLength(1);
  });

  test.each([
    [
      { code: { type: 'string', pattern: '(a)\\1' } },
      '/properties/code/pattern: the pattern "(a)\\\\1" cannot be',
    ],
    [
      { all: { type: 'object', patternProperties: { '(?<=x)y': {} } } },
      '/properties/all/patternProperties: the pattern "(?<=x)y" cannot be matched in linear time: a lookbehind',
    ],
  ])('a pattern that no linear engine takes is refused with its path: %j', (properties, why) => {
    const problems: string[] = [];
    compileDetails({ type: 'object', properties }, (problem) => problems.push(problem));
    expect(problems).toEqual([expect.stringContaining(why)]);
    expect(problems[0]).toContain('use enum');
  });

  test('lists at most 20 problems', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`x${i}`, i]));
    expect(check(schema, many)).toHaveLength(20);
  });

  test('a problem quotes little of what was sent', () => {
    const problems = check(schema, { flavour: 'Lemon', ['x'.repeat(60_000)]: 1 });
    expect(problems).toEqual([{ field: `/${'x'.repeat(499)}`, detail: 'is not a known field' }]);
  });

  test('a schema may allow unknown fields', () => {
    expect(check({ type: 'object', additionalProperties: true }, { anything: 1 })).toEqual([]);
  });

  test('details that are too long or too deep are refused before the schema is applied', () => {
    const free = { text: 'x'.repeat(maxDetailsLength) };
    expect(check(schema, { flavour: 'Lemon', free })).toEqual([
      { field: '', detail: 'is longer than 65536 characters of JSON' },
    ]);
    const deep: unknown = JSON.parse(`${'['.repeat(30_000)}${']'.repeat(30_000)}`);
    expect(check(schema, { flavour: 'Lemon', free: { deep } })).toEqual([
      { field: '', detail: 'is nested deeper than 32 levels' },
    ]);
  });
});

describe('a schema that is not valid', () => {
  test.each([
    [{ type: 'array' }, 'must be a JSON Schema with type: object'],
    [{}, 'must be a JSON Schema with type: object'],
    [{ type: 'object', propertees: {} }, 'unknown keyword'],
    [{ type: 'object', properties: { a: { $ref: '#/nowhere' } } }, "can't resolve reference"],
    [{ type: 'object', properties: { a: { type: 'string', pattern: '(' } } }, 'Invalid regular expression'],
  ])('%j: %s', (bad, why) => {
    const problems: string[] = [];
    compileDetails(bad, (p) => problems.push(p));
    expect(problems).toEqual([expect.stringContaining(why)]);
  });
});
