import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { type Run, runOf } from './histories.js';
import { fromPlain, toPlain } from './history-json.js';

/** Ways of an order of which a history is stored. A new way gets a name here, and a test that keeps it. */
export const PATHS = [
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
] as const;
export type PathName = (typeof PATHS)[number];

const FOLDER = fileURLToPath(new URL('../../replay/histories/', import.meta.url));

/** Writes the history of a path to its file, when this run records (`ONEPOOL_RECORD_HISTORIES=on`). */
export async function keepHistory(client: Client, path: PathName, workflowId: string): Promise<void> {
  if (process.env.ONEPOOL_RECORD_HISTORIES !== 'on') return;
  const { history } = await runOf(client, workflowId);
  writeFileSync(
    `${FOLDER}${path}.json`,
    withoutTheMachine(`${JSON.stringify({ workflowId, history: toPlain(history) })}\n`),
  );
}

/** Where it was recorded is nobody's business and matters to no replay: host names, process ids and stack traces. */
function withoutTheMachine(json: string): string {
  return json
    .replaceAll(new RegExp(`\\d+@${hostname()}`, 'g'), 'recorded')
    .replaceAll(hostname(), 'recorded')
    .replaceAll(/"stackTrace":\s*"(?:[^"\\]|\\.)*"/g, '"stackTrace":""');
}

/** The stored histories, by the name of their path. */
export function storedRuns(): Map<string, Run> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
  return new Map(
    files.map((file) => {
      const run = fromPlain(JSON.parse(readFileSync(`${FOLDER}${file}`, 'utf8'))) as Run;
      return [basename(file, '.json'), run];
    }),
  );
}
