import { readTextFiles } from '@cupcakery/kit/files';
import { parseWorkflow } from '@cupcakery/workflow/file/workflow-file';
import { parseWorkflows, workflowFileEndings } from '@cupcakery/workflow/file/workflow-files';
import { expect, test } from 'vitest';
import { peopleOf } from './people-of.ts';

const [cupcakes] = parseWorkflows(readTextFiles('charts/cupcakery/workflows', workflowFileEndings)).values();
if (cupcakes === undefined) throw new Error('there is no workflow file');
const workflow = (name: string, roles: string[]) =>
  parseWorkflow(
    `
name: ${name}
title: ${name}
promise: 5m
partitions: 3
details: { type: object, required: [kind], properties: { kind: { type: string } } }
stages:
${roles.map((role, i) => `  - { name: s${i}, done: d${i}, verb: v${i}, topic: ${name}${i}, role: ${role}, mode: manual }`).join('\n')}
results: { topic: ${name}done }
`,
    `${name}.yaml`,
  );

test('there is somebody for each role, and everyone says what they do', () => {
  const people = peopleOf([cupcakes]);
  expect(people.map(({ id, roles }) => `${id}: ${roles.join(' ')}`)).toEqual([
    'cleo: customer',
    'carl: customer',
    'mo: mixer',
    'ben: baker',
    'dana: decorator',
    'pia: packager',
    'sam: shipper',
    'eva: packager shipper',
    'sheila: shopkeeper',
    'rio: sre',
    'ada: admin',
  ]);
  expect(people.find(({ id }) => id === 'ben')).toMatchObject({
    name: 'Ben',
    title: 'baker',
    says: 'Works at bake',
    group: 'kitchen',
  });
});

test('roles of further workflows get people too, each with a name of their own', () => {
  const tea = workflow('tea', ['boiler', 'baker', 'tea-cook', 'taster', 'twister', 'admin']);
  const people = peopleOf([cupcakes, tea]);
  const of = (role: string) => people.filter(({ roles }) => roles.length === 1 && roles[0] === role);
  expect(of('baker')).toMatchObject([{ id: 'ben', says: 'Works at bake (Cupcakes), s1 (tea)' }]);
  expect(of('boiler')).toMatchObject([{ id: 'bo' }]);
  expect(of('tea-cook')).toMatchObject([{ id: 'toni' }]);
  expect(of('taster')).toMatchObject([{ id: 'taster', name: 'Taster' }]);
  expect(of('admin')).toHaveLength(1);
  expect(new Set(people.map(({ id }) => id)).size).toBe(people.length);
});

test('where a workflow divides its orders by a field, each of its values has people with that claim', () => {
  const leave = parseWorkflow(
    `
name: leave
title: Leave
promise: 5m
partitions: 3
details:
  type: object
  required: [department]
  properties: { department: { type: string, enum: [HR, IT] } }
scope: { field: department, claim: department }
stages:
  - { name: decide, done: decided, verb: decide, topic: todecide, role: manager, mode: manual }
results: { topic: leavedone }
`,
    'leave.yaml',
  );
  const managers = peopleOf([cupcakes, leave]).filter(({ roles }) => roles.includes('manager'));
  expect(managers.map(({ id, title, claims }) => ({ id, title, claims }))).toEqual([
    { id: 'mara', title: 'manager of HR', claims: { department: ['HR'] } },
    { id: 'mina', title: 'manager of IT', claims: { department: ['IT'] } },
  ]);
  expect(peopleOf([cupcakes, leave]).find(({ id }) => id === 'ben')?.claims).toEqual({});
});

test('a retired stage needs nobody', () => {
  const stages = cupcakes.stages.map((stage) =>
    stage.name === 'ship' ? { ...stage, retired: true } : stage,
  );
  const ids = peopleOf([{ ...cupcakes, stages }]).map(({ id }) => id);
  expect(ids).not.toContain('sam');
});
