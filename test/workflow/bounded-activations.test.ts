import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FactLine } from '../../domain/order/order-facts.js';
import { type Run, runOf } from '../support/harness/histories.js';
import type { WorkflowType } from '../support/harness/kept-histories.js';
import { withSignalsAtItsEnd, withWaitingSignals } from '../support/harness/more-signals.js';
import { replayCosts } from '../support/harness/replay-cost.js';
import { asId } from '../support/ids.js';
import { refuse, type Script, type ScriptedRun, startScriptedWorker } from '../support/scripted/scripted-worker.js';
import { order, SCRIPTS, WAITING } from '../support/scripted/scripts.js';
import { SIGNAL_ARGUMENTS } from '../support/scripted/signal-arguments.js';
import { until } from '../support/until.js';

/**
 * One task of a workflow that runs for five seconds ends the process of its worker, and that of every worker which takes it over.
 * So everything that can grow is brought to a size far above what happens, and replaying it, in all its tasks together, may
 * take less than two seconds of a processor. Processor time, since others may use the machine.
 */
const REPLAYED_WITHIN_MS = 2_000;
const WAITING_SIGNALS = 10_000;
const LINES = 1_000;
const CASES_AT_ONCE = 100;

let worker: Awaited<ReturnType<typeof startScriptedWorker>>;
beforeAll(async () => {
  worker = await startScriptedWorker('bounds');
});
afterAll(() => worker?.close());

/** The history of a run of this script that has come so far. */
async function played(script: Script, hasComeFar: (run: ScriptedRun) => Promise<unknown>): Promise<Run> {
  const run = await worker.play(script);
  void script.drive?.(run).catch(() => {});
  await hasComeFar(run);
  await run.handle.terminate('it has come far enough').catch(() => {});
  return runOf(worker.client, run.handle.workflowId);
}

const scriptOf = (type: WorkflowType, activity: string): Script => {
  const script = SCRIPTS[type][activity];
  if (script === undefined) throw new Error(`No script leads to ${activity} of ${type}.`);
  return script;
};

const lines = (count: number, locationOf: (nth: number) => string): FactLine[] =>
  Array.from({ length: count }, (_, nth) => ({
    line: asId(`${nth + 1}`),
    sku: `SKU-${nth}`,
    quantity: 2,
    knowledge: 'known',
    unitPriceMinor: 50,
    allocations: [{ location: locationOf(nth), quantity: 2 }],
  }));
const ofOrder = (activity: string, facts: Partial<Parameters<typeof order>[0]>): Script => {
  const { drive: _, ...script } = scriptOf('fulfilOrder', activity);
  return { ...script, input: order({ totalMinor: 100 * LINES, addsUpToMinor: 100 * LINES, ...facts }) };
};

async function orderOfManyLines(): Promise<Run> {
  const all = lines(LINES, () => 'store-01');
  return played(ofOrder('createShipment', { lines: all }), async (run) => {
    await run.called('placeFulfilment');
    const units = all.map(({ line, quantity }) => ({ line, quantity }));
    const sent = { fulfilment: 1, ref: 'r1', stage: 'sent', picked: units, final: true, backOrder: false };
    await run.handle.signal('fulfilmentsProgressed', [
      { ...sent, parcels: [{ ref: 'p1', lines: units, packages: 1 }] },
    ]);
    await run.called('createShipment');
  });
}

/** More fulfilments than a brand has locations, all refused in the same moment. */
async function orderOfManyCases(): Promise<Run> {
  const all = lines(LINES, (nth) => `store-${nth % CASES_AT_ONCE}`);
  const base = ofOrder('placeFulfilment', { lines: all });
  const input = base.input as ReturnType<typeof order>;
  const locations = Array.from({ length: CASES_AT_ONCE }, (_, nth) => ({ id: `store-${nth}`, kind: 'store' as const }));
  const script = {
    ...base,
    input: { ...input, settings: { ...input.settings, locations } },
    answers: { ...base.answers, placeFulfilment: refuse },
  };
  return played(script, (run) =>
    until(() => run.openCases().length >= CASES_AT_ONCE, { what: 'a case of each fulfilment', withinMs: 60_000 }),
  );
}

async function returnOfManyLines(): Promise<Run> {
  const script = scriptOf('returnInStore', 'completeReturn');
  const input = script.input as { refund: { lines: readonly object[] } };
  const [line] = input.refund.lines;
  const many = Array.from({ length: LINES }, (_, nth) => ({ ...line, line: `${nth + 1}`, sku: `SKU-${nth}` }));
  const whole = { ...script, input: { ...input, refund: { ...input.refund, lines: many } } };
  return played(whole, (run) => run.called('recordReturn'));
}

async function manyLocations(): Promise<Run> {
  const script = scriptOf('reconcileStock', 'reconcileLocation');
  const locations = Array.from({ length: CASES_AT_ONCE }, (_, nth) => `store-${nth}`);
  const many = { ...script, answers: { ...script.answers, locationsToReconcile: () => ({ locations }) } };
  return played(many, (run) => run.handle.result());
}

/** What can grow of each workflow type beside its signals; a type of which nothing can says why. */
const GROWS: Readonly<Record<WorkflowType, Readonly<Record<string, () => Promise<Run>>> | string>> = {
  follow: 'it holds what its signals say, and nothing else',
  publishStock: 'it holds what its signals say, and nothing else',
  syncProducts: 'it holds what its signals say, and nothing else',
  fulfilOrder: {
    [`an order of ${LINES} lines`]: orderOfManyLines,
    [`an order of ${LINES} lines in ${CASES_AT_ONCE} locations that all refuse it`]: orderOfManyCases,
  },
  returnInStore: { [`a return of ${LINES} lines`]: returnOfManyLines },
  reconcileStock: { [`${CASES_AT_ONCE} locations`]: manyLocations },
  standaloneCase: 'it holds one question, and asks it again only after an answer',
  auditProducts: 'it reads pages in activities, and holds one report',
  releasePosOrders: 'it calls one activity',
  releaseStock: 'it sends one signal',
  findTrouble: 'it calls one activity',
};
const rows = Object.entries(GROWS).flatMap(([type, grows]) =>
  typeof grows === 'string' ? [] : Object.entries(grows).map(([what, run]) => ({ type, what, run })),
);

describe('a workflow that has grown', () => {
  it.each(rows)(
    'The workflow $type with $what is replayed in less than two seconds',
    async (row) => {
      const run = await row.run();
      const [took = Number.NaN] = await replayCosts(worker.workflowBundle, [run]);
      process.stderr.write(`${row.type}, ${row.what}: ${run.history.events?.length} events, ${Math.round(took)} ms\n`);
      expect(took).toBeLessThan(REPLAYED_WITHIN_MS);
    },
    120_000,
  );
});

interface Definitions {
  readonly definition: Readonly<
    Record<'signalDefinitions' | 'updateDefinitions', readonly { readonly name: string }[] | undefined>
  >;
}

/** What a workflow listens to, in its own words. */
async function listensTo(run: ScriptedRun): Promise<{ readonly signals: string[]; readonly updates: string[] }> {
  const { definition } = await run.handle.query<Definitions>('__temporal_workflow_metadata');
  const named = (all: readonly { readonly name: string }[] = []): string[] => all.map(({ name }) => name);
  return { signals: named(definition.signalDefinitions), updates: named(definition.updateDefinitions) };
}

/** Each workflow type at its first task, and while it waits for an answer. */
const WAITS = Object.entries(WAITING).flatMap(([type, waiting]) => {
  const asking = SCRIPTS[waiting.type].recordCaseOpened;
  return [
    {
      type,
      how: 'has just begun',
      place: withWaitingSignals,
      script: waiting,
      asks: waiting.type === 'standaloneCase',
    },
    ...(asking ? [{ type, how: 'asks a person', place: withSignalsAtItsEnd, script: asking, asks: true }] : []),
  ];
});

describe('what waited for a worker', () => {
  it.each(WAITS)(
    'A workflow $type that $how takes ten thousand waiting signals of each kind in less than two seconds',
    async ({ script, asks, place }) => {
      let signals: string[] = [];
      let caseId = 'none';
      const run = await played({ ...script, drive: async () => {} }, async (waiting) => {
        ({ signals } = await listensTo(waiting));
        if (asks) ({ caseId } = await waiting.nextCase());
        else await until(async () => (await waiting.handle.describe()).historyLength > 3, { what: 'a task' });
      });
      expect(signals).not.toEqual([]);
      const runs = signals.map((name) => {
        const argument = SIGNAL_ARGUMENTS[name];
        if (argument === undefined) throw new Error(`No row says what a signal ${name} holds.`);
        const waiting = { name, count: WAITING_SIGNALS, argumentOf: (nth: number) => argument(nth, caseId) };
        return { ...run, history: place(run.history, waiting) };
      });
      const costs = await replayCosts(worker.workflowBundle, runs);
      const took = signals.map((name, nth) => ({ name, ms: Math.round(costs[nth] ?? Number.NaN) }));
      process.stderr.write(`${script.type}: ${took.map(({ name, ms }) => `${name} ${ms} ms`).join(', ')}\n`);
      expect(took.filter(({ ms }) => !(ms < REPLAYED_WITHIN_MS))).toEqual([]);
    },
    240_000,
  );
});
