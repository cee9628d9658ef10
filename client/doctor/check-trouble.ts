import type { Client } from '@temporalio/client';
import { describeTrouble, findTroubled } from '../../systems/executions.js';
import { type Finding, good, problem } from './finding.js';

const DAY_MS = 24 * 3_600_000;

/** Checks that no workflow of the last day failed, was ended by hand or cannot go on. Says it also while no worker runs. */
export async function checkTrouble(client: Client, taskQueue: string): Promise<Finding[]> {
  const { found, isCutOff } = await findTroubled(client, { taskQueue, sinceMs: Date.now() - DAY_MS });
  if (found.length === 0) return [good('workflows', 'none failed, was ended by hand or cannot go on')];
  const findings = found.map((one) =>
    problem('workflows', `${describeTrouble(one)} Take it up again with onepool trouble retake ${one.workflowId}.`),
  );
  return isCutOff ? [...findings, problem('workflows', 'There are more than these.')] : findings;
}
