import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { WorkflowBundle } from '@temporalio/worker';
import type { Run } from './histories.js';

const PROGRAM = fileURLToPath(new URL('./replay-in-process.js', import.meta.url));

/** What the fixed piece of work takes on the machine for which bounds are given, ms. */
const USUAL_PACE_MS = 200;

/**
 * What replaying each takes of a processor, ms; the first is replayed once before. A machine that is slower than usual counts as
 * much less. @throws Error when a history does not fit
 */
export async function replayCosts(bundle: WorkflowBundle, runs: readonly Run[]): Promise<number[]> {
  const child = spawn(process.execPath, [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
  const asked = runs.map(({ workflowId, history }) => ({ workflowId, history: JSON.parse(historyToJSON(history)) }));
  child.stdin.end(JSON.stringify({ bundle, runs: asked }));
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`The replay ended with exit code ${code}.`);
  const took = JSON.parse(said) as { readonly ms: number; readonly paceMs: number }[];
  return took.map(({ ms, paceMs }) => ms / Math.max(1, paceMs / USUAL_PACE_MS));
}
