import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { z } from 'zod';
import type { Person } from './person.ts';

/** Names of those who work in the default workflows; other roles get one with their initial. */
const known: Readonly<Record<string, string>> = {
  mixer: 'Mo',
  baker: 'Ben',
  decorator: 'Dana',
  packager: 'Pia',
  shipper: 'Sam',
  manager: 'Mara',
};
const others =
  'Alma Bo Cora Dirk Enno Fee Gus Hana Ivo Jule Kim Lou Mina Nils Olga Paul Quinn Rosa Sven Toni Uwe'
    .concat(' Vera Willy Xenia Yara Zoe')
    .split(' ');

const standing: readonly Omit<Person, 'id' | 'claims'>[] = [
  {
    name: 'Cleo',
    title: 'customer',
    says: 'Orders, and follows own orders',
    group: 'customers',
    roles: ['customer'],
  },
  {
    name: 'Carl',
    title: 'customer',
    says: 'Orders, and follows own orders',
    group: 'customers',
    roles: ['customer'],
  },
  {
    name: 'Sheila',
    title: 'shopkeeper',
    says: 'Products and customers',
    group: 'others',
    roles: ['shopkeeper'],
  },
  { name: 'Rio', title: 'on call', says: 'Backlog, incidents and scaling', group: 'others', roles: ['sre'] },
  { name: 'Ada', title: 'admin', says: 'Everything', group: 'others', roles: ['admin'] },
];
const standingRoles = new Set(standing.flatMap(({ roles }) => roles));

/**
 * The people of a demo: two customers, one for each role of the workflows, one at the last two stages as in a small
 * kitchen, and those whom each shop has. The order is that of the sign-in page.
 */
export function peopleOf(workflows: readonly Workflow[]): Person[] {
  const nameOf = createNames();
  const staff = [...stagesByRole(workflows)].flatMap(([role, stages]) =>
    scopesOf(role, workflows).map((scope) => ({
      name: nameOf(role),
      title: scope === undefined ? role : `${role} of ${scope.value}`,
      says: `Works at ${stages.join(', ')}`,
      group: 'kitchen' as const,
      roles: [role],
      claims: scope === undefined ? {} : { [scope.claim]: [scope.value] },
    })),
  );
  const people = [...standing.slice(0, 2), ...staff, ...expoOf(workflows), ...standing.slice(2)];
  return people.map((person) => ({ claims: {}, ...person, id: person.name.toLowerCase() }));
}

/** Gives each person a name of their own: the usual one of the role, else one with its initial, else the role's. */
function createNames(): (role: string) => string {
  const used = new Set(standing.map(({ name }) => name).concat('Eva'));
  const kept = new Set(Object.values(known));
  return (role) => {
    const usual = Object.hasOwn(known, role) ? [known[role] ?? role] : [];
    const initial = role.charAt(0).toUpperCase();
    const alike = others.filter((name) => name.startsWith(initial) && !kept.has(name));
    const numbered = Array.from(
      { length: used.size + 1 },
      (_, i) => `${capitalised(role)}${i === 0 ? '' : i + 1}`,
    );
    const name = [...usual, ...alike, ...numbered].find((one) => !used.has(one)) ?? role;
    used.add(name);
    return name;
  };
}

/**
 * Who is needed for a role: one person for each value of the field by which a workflow divides its orders; undefined: one
 * without such a claim, because no workflow does or nobody knows the values.
 */
function scopesOf(
  role: string,
  workflows: readonly Workflow[],
): ({ claim: string; value: string } | undefined)[] {
  const scopes = workflows
    .filter(({ stages }) => stages.some((stage) => stage.role === role && !stage.retired))
    .flatMap(({ scope, details }) =>
      scope ? valuesOf(details, scope.field).map((value) => ({ claim: scope.claim, value })) : [],
    );
  return scopes.length === 0 ? [undefined] : scopes;
}

const fieldsSchema = z.object({
  properties: z.record(z.string(), z.object({ enum: z.array(z.unknown()).default([]) })),
});

/** The values that a field of the details may have, as far as the file lists them. */
function valuesOf(details: unknown, field: string): string[] {
  const { data } = fieldsSchema.safeParse(details);
  const values =
    data !== undefined && Object.hasOwn(data.properties, field) ? data.properties[field]?.enum : [];
  return (values ?? []).filter((value): value is string => typeof value === 'string');
}

/** Each role of the workflows with the stages where it works. */
function stagesByRole(workflows: readonly Workflow[]): Map<string, string[]> {
  const stages = new Map<string, string[]>();
  for (const workflow of workflows) {
    for (const { name, role, retired } of workflow.stages) {
      if (retired || standingRoles.has(role)) continue;
      const stage = workflows.length === 1 ? name : `${name} (${workflow.title})`;
      stages.set(role, [...(stages.get(role) ?? []), stage]);
    }
  }
  return stages;
}

/** Who packs and ships where these are two roles: the page of the counter needs both. */
function expoOf(workflows: readonly Workflow[]): Omit<Person, 'id' | 'claims'>[] {
  const stages = workflows.find(({ name }) => name === 'cupcakes')?.stages.filter(({ retired }) => !retired);
  const last = (stages ?? []).slice(-2);
  const roles = [...new Set(last.map(({ role }) => role))];
  if (roles.length < 2 || roles.some((role) => standingRoles.has(role))) return [];
  const says = `Works at ${last.map(({ name }) => name).join(', ')}`;
  return [{ name: 'Eva', title: 'counter', says, group: 'kitchen', roles }];
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
