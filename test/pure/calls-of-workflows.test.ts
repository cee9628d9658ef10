import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseSync } from '@swc/core';
import { workflowSources } from '../../workers/workflow-code.js';
import { routedActivities } from '../../workflows/task-queues.js';
import { activitiesIn, callsOfWorkflows, workflowFiles } from '../support/calls-of-workflows.js';
import { projectFiles } from '../support/sources.js';

const files = projectFiles('workflows').filter((file) => file.endsWith('.ts'));
const textOf = (file: string): string => readFileSync(file, 'utf8');

/** What reaches out of a workflow and can fail. */
const REACHES_OUT =
  /\b(proxyActivities|proxyLocalActivities|getExternalWorkflowHandle|executeChild|startChild|scheduleActivity|makeContinueAsNewFunc|createNexusServiceClient)\b/;
/** Who makes a prepared call, and so must own its failure; each of them says what becomes of it. */
const MAKERS = [
  'workflows/calls.ts',
  'workflows/cases/alarms.ts',
  'workflows/cases/raise.ts',
  'workflows/long-running.ts',
  // The failure of an answer is the next question.
  'workflows/standalone-case.ts',
  // The failure of a location is a case of that location.
  'workflows/reconcile-stock.ts',
  // The timer finds what the events queue does not report.
  'workflows/products/sync-round.ts',
];

/** Calls of prepared steps that stand alone: nobody makes them. */
function lostSteps(text: string): string[] {
  const names = new Set(activitiesIn(text));
  const lost: string[] = [];
  /** Lists are objects too. */
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, expression } = node as { type?: string; expression?: Call };
    if (type === 'ExpressionStatement' && expression?.type === 'CallExpression') {
      const name = expression.callee?.value ?? expression.callee?.property?.value;
      if (name !== undefined && names.has(name) && !endlessNames(text).includes(name)) lost.push(name);
    }
    for (const below of Object.values(node)) visit(below);
  };
  visit(parseSync(text, { syntax: 'typescript', target: 'es2022' }).body);
  return lost;
}
interface Call {
  readonly type?: string;
  readonly callee?: { readonly value?: string; readonly property?: { readonly value?: string } };
}
const endlessNames = (text: string): string[] =>
  [...text.matchAll(/const \{([^}]+)\} =\s*endless</g)].flatMap(([, list = '']) =>
    list.split(',').map((n) => n.trim()),
  );

describe('calls of workflows', () => {
  it('Workflows reach activities and other workflows in one place only', () => {
    expect(files.length).toBeGreaterThan(40);
    // A router of calls stands between workflows and the engine, and begins none itself.
    const reaching = files.filter((file) => file !== 'workflows/route-calls.ts' && REACHES_OUT.test(textOf(file)));
    expect(reaching).toEqual(['workflows/calls.ts']);
  });

  it('A prepared call is made only where its failure has an owner, and none is lost', () => {
    const makers = files.filter((file) => /\.outcome\(\)/.test(textOf(file)));
    expect(makers.sort()).toEqual([...MAKERS].sort());
    expect(files.flatMap((file) => lostSteps(textOf(file)).map((name) => `${file}: ${name}`))).toEqual([]);
  });

  it('A call that nobody makes is found', () => {
    const text = `const { readCapture } = steps<A>(counterpart);\nexport const f = () => { readCapture({}); };`;
    expect(lostSteps(text)).toEqual(['readCapture']);
  });

  it('Every activity is called by a workflow, and every call is one of an activity', () => {
    const called = new Set(callsOfWorkflows().map(({ activity }) => activity));
    expect([...called].sort()).toEqual(routedActivities().sort());
    expect(workflowFiles().size).toBe(textOf('workflows/index.ts').match(/^export \{/gm)?.length);
  });

  it('Every handler of a signal takes the arguments of all that waited, and the bundle hands them over and guards it', () => {
    const messages = textOf('workflows/messages.ts');
    const signals = [...messages.matchAll(/const (\w+) =\s*defineSignal/g)].map(([, name = '']) => name);
    const handlers = files.flatMap((file) =>
      [...textOf(file).matchAll(/setHandler\(\s*(\w+),\s*(?:async )?\(([^)]*)\)/g)].map(
        ([, name = '', parameters = '']) => ({ name, parameters }),
      ),
    );
    const ofSignals = handlers.filter(({ name }) => signals.includes(name));
    expect([...new Set(ofSignals.map(({ name }) => name))].sort()).toEqual(signals.sort());
    const takingOne = ofSignals.filter(({ parameters }) => parameters !== '' && !/^\.\.\.\w+$/.test(parameters));
    expect(takingOne).toEqual([]);
    const { workflowInterceptorModules } = workflowSources();
    for (const file of ['gather-signals', 'keep-running'])
      expect(workflowInterceptorModules.some((name) => new RegExp(`${file}\\.[jt]s$`).test(name))).toBe(true);
  });
});
