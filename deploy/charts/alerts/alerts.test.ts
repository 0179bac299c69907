import { readFileSync } from 'node:fs';
import { parseWorkflow } from '@cupcakery/workflow/file/workflow-file';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type Manifest, ofKind, render } from '../rendering/helm.ts';
import { renderings, tea } from '../rendering/renderings.ts';
import { hasPromtool, promtool, type Rule, rulesOf } from '../rendering/rules.ts';
import { cases, firesBlind } from './alert-cases.ts';
import { namespace, type Series, sampleSeconds } from './alert-series.ts';
import type { Case, Subject } from './alert-subject.ts';

const cupcakes = 'charts/cupcakery/workflows/cupcakes.yaml';
const workflows = [
  parseWorkflow(readFileSync(cupcakes, 'utf8'), cupcakes),
  parseWorkflow(stringify(tea), 'tea.yaml'),
];
const rules = { monitoring: { rules: { enabled: true } } };
const manifests = [
  ...render('cupcakery', { ...renderings['two workflows'], namespace }),
  ...render('kafka-lag-metrics', { values: rules, namespace }),
];
const withKeda = render('cupcakery', { values: { scaling: { source: 'keda' }, ...rules }, namespace });
/** On the cluster it must exist, so that skipped tests are not taken for passed ones. */
const runs = hasPromtool || process.env.CUPCAKERY_CLUSTER !== undefined;

type Expected = { exp_labels: Record<string, string>; exp_annotations: Record<string, string> };
type Unit = {
  name: string;
  interval: string;
  input_series: Series[];
  alert_rule_test: { eval_time: string; alertname: string; exp_alerts: Expected[] }[];
};

/** The workflow and stage of a rule, from its labels; the first ones for rules on all of them. */
function subjectOf({ labels }: Rule, objects: Manifest[]): Subject {
  const workflow = workflows.find(({ name }) => name === labels.workflow) ?? workflows[0];
  const stage = workflow?.stages.find(({ name }) => name === labels.stage) ?? workflow?.stages[0];
  if (workflow === undefined || stage === undefined) throw new Error('no workflow has a stage');
  const isOf = ({ metadata }: Manifest) =>
    metadata.labels['cupcakery.io/workflow'] === workflow.name &&
    metadata.labels['cupcakery.io/stage'] === stage.name;
  const own = ofKind(objects, 'HorizontalPodAutoscaler').find(isOf)?.metadata.name;
  const scaled = ofKind(objects, 'ScaledObject').find(isOf)?.metadata.name;
  // KEDA gives the HPA that it makes this name.
  return { workflow, stage, autoscaler: own ?? `keda-hpa-${scaled}` };
}

const caseOf = (rule: Rule, objects: Manifest[]): Case => {
  const made = cases[rule.alert];
  if (made === undefined) throw new Error(`Alert ${rule.alert} has no case in alert-cases.ts.`);
  return made(subjectOf(rule, objects));
};

/** What a rule says when it fires, its templates filled in. */
function firing(rule: Rule, { labels = {}, value = '' }: Case): Expected {
  const all = { alertname: rule.alert, ...rule.labels, ...labels };
  const filled = (text: string) =>
    text
      .replace(/\{\{ \$value( \| \w+)? \}\}/g, value)
      .replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, name) => labels[name] ?? '?');
  return {
    exp_labels: Object.fromEntries(Object.entries(all).filter(([name]) => name !== 'alertname')),
    exp_annotations: Object.fromEntries(
      Object.entries(rule.annotations).map(([name, text]) => [name, filled(text)]),
    ),
  };
}

const secondsOf = (rule: Rule): number => {
  const minutes = /^(\d+)m$/.exec(rule.for)?.[1];
  if (minutes === undefined) throw new Error(`${rule.alert} is for ${rule.for}, which is no whole minutes.`);
  return Number(minutes) * 60;
};

/** The tests of one of the rules of a name: it fires in time and not before, and it is silent when all is well. */
function unitsOf(rule: Rule, siblings: readonly Rule[], objects: Manifest[]): Unit[] {
  const given = caseOf(rule, objects);
  // Where absence is an alarm, all is well with the others.
  const others = siblings
    .filter((one) => one !== rule)
    .flatMap((one) => caseOf(one, objects).silent[0] ?? []);
  const unit = (what: string, series: Series[], when: [seconds: number, fires: boolean][]): Unit => ({
    name: `${rule.alert} ${rule.labels.workflow ?? ''} ${rule.labels.stage ?? ''} ${what}`,
    interval: `${sampleSeconds}s`,
    input_series: [...series, ...others],
    alert_rule_test: when.map(([seconds, fires]) => ({
      eval_time: `${seconds}s`,
      alertname: rule.alert,
      exp_alerts: fires ? [firing(rule, given)] : [],
    })),
  });
  const due = secondsOf(rule) + (given.after ?? 0);
  const early: [number, boolean][] = due > sampleSeconds ? [[due - sampleSeconds, false]] : [];
  return [
    ...given.fires.map((series, i) => unit(`fires (${i})`, series, [...early, [due + sampleSeconds, true]])),
    ...given.silent.map((series, i) => unit(`is silent (${i})`, series, [[due + 300, false]])),
  ];
}

/** What promtool finds wrong with the rules of a name. */
function faults(name: string, all: readonly Rule[], objects: Manifest[]): string {
  const rules = all.filter(({ alert }) => alert === name);
  expect(rules).not.toHaveLength(0);
  const tests = rules.flatMap((rule) => unitsOf(rule, rules, objects));
  return promtool(['test', 'rules', 'tests.yaml'], rules, { tests });
}

describe.runIf(runs)('alerts', () => {
  const all = rulesOf(manifests);

  test('are rules that Prometheus accepts', () => {
    expect(promtool(['check', 'rules', '--lint-fatal', 'rules.yaml'], all)).toBe('');
  });

  test.each([...new Set(all.map(({ alert }) => alert))])('%s fires when it should, and only then', (name) => {
    expect(faults(name, all, manifests)).toBe('');
  });

  test('AutoscalerCannotScale finds the autoscalers that KEDA makes', () => {
    expect(faults('CupcakeryAutoscalerCannotScale', rulesOf(withKeda), withKeda)).toBe('');
  });

  test('where nothing is measured, those fire that say so, and no other', () => {
    const names = Object.keys(cases);
    const alert_rule_test = names.map((alertname) => ({
      eval_time: '1h',
      alertname,
      exp_alerts: firesBlind.includes(alertname)
        ? all
            .filter(({ alert }) => alert === alertname)
            .map((rule) => firing(rule, { ...caseOf(rule, manifests), value: '0' }))
        : [],
    }));
    const tests = [{ name: 'nothing', interval: `${sampleSeconds}s`, input_series: [], alert_rule_test }];
    expect(promtool(['test', 'rules', 'tests.yaml'], all, { tests })).toBe('');
    expect([...new Set(all.map(({ alert }) => alert))].sort()).toEqual(names.sort());
  });
});
