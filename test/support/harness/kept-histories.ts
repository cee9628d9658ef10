import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { type Run, runOf } from './histories.js';

/** The ways of each workflow type of which a history is stored. A new way gets a name here, and a test that keeps it. */
export const WAYS = {
  auditProducts: ['asking', 'without-asking'],
  findTrouble: ['a-terminated-order'],
  follow: ['woken-by-an-event', 'refused-and-recovered', 'continued-as-new'],
  fulfilOrder: [
    'click-and-collect',
    'ship-from-store',
    'warehouse',
    'mixed',
    'till-order',
    'till-order-in-batch',
    'back-order',
    'short-pick',
    'store-rejects',
    'cancelled-before-pick',
    'cancelled-too-late',
    'hold-and-release',
    'edited-after-transfer',
    'silent-store',
    'capture-fails',
    'problems-corrected',
    'oversold-moved',
    'oversold-cancelled',
  ],
  publishStock: ['released-flow', 'paused-and-resumed', 'refused-and-recovered', 'continued-as-new'],
  reconcileStock: ['with-a-correction', 'with-a-question'],
  releasePosOrders: ['two-orders'],
  releaseStock: ['one-flow'],
  returnInStore: [
    'resellable',
    'sent-from-warehouse',
    'mixed-condition',
    'exceeds-refused',
    'also-by-post',
    'price-differs-undone',
    'price-differs-settled',
    'blind',
    'forwarded-to-warehouse',
    'till-sale',
    'refunded-by-original-payment',
    'inspected',
  ],
  standaloneCase: ['settled', 'opened-again', 'skipped', 'answer-refused', 'auto-resolved', 'about-a-product'],
  syncProducts: ['everything-then-changes', 'refused-and-recovered', 'continued-as-new'],
} as const;

export type WorkflowType = keyof typeof WAYS;
/** One way of one workflow type, as its file is called: `fulfilOrder/mixed`. */
export type Way = { [Type in WorkflowType]: `${Type}/${(typeof WAYS)[Type][number]}` }[WorkflowType];

export const ALL_WAYS: readonly Way[] = Object.entries(WAYS).flatMap(([type, ways]) =>
  ways.map((way) => `${type}/${way}` as Way),
);

const FOLDER = fileURLToPath(new URL('../../replay/histories/', import.meta.url));

/** Stores the history of an execution as the example of its way, when this run records (`npm run record:histories`). */
export async function keepHistory(
  client: Client,
  way: Way,
  execution: { readonly workflowId: string; readonly runId?: string },
): Promise<void> {
  if (process.env.ONEPOOL_RECORD_HISTORIES !== 'on') return;
  const { history } = await runOf(client, execution.workflowId, execution.runId);
  const file = `${FOLDER}${way}.json`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${withoutTheMachine(JSON.stringify(JSON.parse(historyToJSON(history))))}\n`);
}

/** Where a history was recorded matters to no replay: host names, process ids and stack traces are left out. */
function withoutTheMachine(json: string): string {
  return json
    .replaceAll(new RegExp(`\\d+@${hostname()}`, 'g'), 'recorded')
    .replaceAll(hostname(), 'recorded')
    .replaceAll(/"stackTrace":\s*"(?:[^"\\]|\\.)*"/g, '"stackTrace":""');
}

/** Path of the stored history of a way, in the format of the Temporal Web UI and of `temporal workflow show --output json`. */
export const fileOf = (way: Way): string => `${FOLDER}${way}.json`;

/** The stored histories, by their way. */
export function storedRuns(): Map<string, Run> {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  return new Map(
    files.map((file) => {
      const history = historyFromJSON(JSON.parse(readFileSync(`${FOLDER}${file}`, 'utf8')));
      const workflowId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? file;
      return [file.replace(/\.json$/, ''), { workflowId, history }];
    }),
  );
}
