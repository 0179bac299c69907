import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
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
  const taken = new Set(standing.map(({ name }) => name).concat(Object.values(known), 'Eva'));
  const nameOf = (role: string): string => {
    const own = Object.hasOwn(known, role) ? known[role] : undefined;
    const initial = role.charAt(0).toUpperCase();
    const name = own ?? others.find((one) => one.startsWith(initial) && !taken.has(one)) ?? capitalised(role);
    taken.add(name);
    return name;
  };
  const staff = [...stagesByRole(workflows)].map(([role, stages]) => ({
    name: nameOf(role),
    title: role,
    says: `Works at ${stages.join(', ')}`,
    group: 'kitchen' as const,
    roles: [role],
  }));
  const people = [...standing.slice(0, 2), ...staff, ...expoOf(workflows), ...standing.slice(2)];
  return people.map((person) => ({ ...person, id: person.name.toLowerCase(), claims: {} }));
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
