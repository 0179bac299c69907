import type { Person } from '../../browser/person.ts';

export const customer: Person = { name: 'cleo', role: 'customer' };
export const staff: Person = { name: 'max', role: 'admin' };
export const viewport = { width: 1280, height: 900 };
