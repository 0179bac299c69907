import { describe, expect, it } from 'vitest';
import { rolesAt, TooManyClaimValues, valuesAt } from './claim-values.ts';

describe('rolesAt', () => {
  it('finds roles by dotted path, by a name with dots, as array or string, and nothing else', () => {
    expect(rolesAt({ a: { b: ['x', 1, ''] } }, 'a.b')).toEqual(['x']);
    expect(rolesAt({ 'https://shop.example/roles': ['x'] }, 'https://shop.example/roles')).toEqual(['x']);
    expect(rolesAt({ scope: 'x y' }, 'scope')).toEqual(['x', 'y']);
    expect(rolesAt({}, 'constructor.name')).toEqual([]);
    expect(rolesAt({ roles: { x: true } }, 'roles')).toEqual([]);
  });

  it('leaves no role out silently', () => {
    const many = Array.from({ length: 201 }, (_, i) => `r${i}`);
    expect(rolesAt({ roles: many.slice(1) }, 'roles')).toHaveLength(200);
    expect(() => rolesAt({ roles: many }, 'roles')).toThrow('201 roles, more than 200');
    expect(() => rolesAt({ roles: many.join(' ') }, 'roles')).toThrow(TooManyClaimValues);
    expect(() => rolesAt({ roles: ['x'.repeat(101)] }, 'roles')).toThrow('more than 100 characters');
  });
});

describe('valuesAt', () => {
  it('takes an array of strings, or one string with its blanks', () => {
    expect(valuesAt({ department: ['HR', 'Human Resources'] }, 'department')).toEqual([
      'HR',
      'Human Resources',
    ]);
    expect(valuesAt({ department: 'Human Resources' }, 'department')).toEqual(['Human Resources']);
    expect(valuesAt({ hr: { unit: 'a' } }, 'hr.unit')).toEqual(['a']);
    expect(valuesAt({}, 'department')).toEqual([]);
    expect(valuesAt({ department: { HR: true } }, 'department')).toEqual([]);
  });

  it('is bounded', () => {
    expect(() => valuesAt({ department: Array(201).fill('x') }, 'department')).toThrow(
      '201 values of one claim',
    );
  });
});
