import { hasSystem } from '../../domain/installation.js';
import { standaloneCaseWorkflowId, taskQueueOf } from '../../domain/names.js';
import { WARN_OF_TOKEN_MS } from '../../domain/token-expiry.js';
import type { CentraPort } from '../../systems/centra/port.js';
import {
  describeTrouble,
  endUnneededLoops,
  findTroubled,
  isWell,
  notedLoops,
  readAgain,
  retake,
  stateOf,
  type TroubledWorkflow,
} from '../../systems/executions.js';
import { caseAutoResolved, type StandaloneCase } from '../../workflows/messages.js';
import { openCases } from '../cases/open-cases.js';
import { openStandaloneCase } from '../cases/standalone-case.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { signalRunning } from '../signal-running.js';

/** Up to when workflows that ended badly were looked for, ISO. */
const CURSOR = 'trouble';
/** The first look goes back this far, ms. */
const FIRST_LOOK_MS = 24 * 3_600_000;

export type AboutTrouble = Extract<StandaloneCase['about'], { kind: 'trouble' }>;

/** What finds workflows that nobody would miss: they failed, were ended by hand, or their code cannot go on. */
export function createTroubleActivities(
  needs: Pick<Dependencies, 'brand' | 'records' | 'temporal'> & {
    readonly centra: Pick<CentraPort, 'tokenExpiresAtMs'>;
  },
) {
  const { brand, centra, records, temporal } = needs;
  const taskQueue = taskQueueOf(brand.brand);

  /** Whoever took it up: an order that runs again must learn of what changed in the meantime. */
  async function readIfRunning(workflowId: string, occasion: string): Promise<void> {
    if ((await stateOf(temporal, workflowId))?.isRunning)
      await readAgain(records, { brand: brand.brand, workflowId, occasion });
  }

  /** Cases whose workflow goes on by now, whoever took it up again. */
  async function closeWhatIsWell(): Promise<void> {
    for (const row of await openCases(needs, 'system.workflow-ended')) {
      checkpoint();
      if (!(await isWell(temporal, row.subject))) continue;
      await readIfRunning(row.subject, row.caseId);
      const handle = temporal.workflow.getHandle(row.workflowId);
      await signalRunning(handle, caseAutoResolved, { why: `${row.subject} goes on.` });
    }
  }

  /** A person is told once for each day of expiry, while there is time to make a new token. */
  async function warnOfToken(nowMs: number): Promise<void> {
    if (!hasSystem(brand, 'centra')) return;
    const { tokenExpiresAtMs: expiresAt } = centra;
    if (expiresAt === undefined || expiresAt - nowMs > WARN_OF_TOKEN_MS) return;
    const day = new Date(expiresAt).toISOString().slice(0, 10);
    const subject = `centra-token/${day}`;
    const sentence = `The token of Centra expires on ${day}. After that nothing of the web shop can be read or written.`;
    await openStandaloneCase(
      needs,
      { subject, problem: { code: 'system.token-expires', sentence }, about: { kind: 'token-expires', day } },
      day,
    );
  }

  /** What has ended is asked about once for ever; what is stuck again may be asked about again. */
  async function isAsked({ workflowId, runId, kind }: TroubledWorkflow): Promise<boolean> {
    checkpoint();
    const subject = kind === 'stuck' ? workflowId : `${workflowId}/${runId}`;
    const asked = await stateOf(temporal, standaloneCaseWorkflowId(brand.brand, 'trouble', subject));
    return asked !== undefined && (kind !== 'stuck' || asked.isRunning);
  }

  return {
    /** Opens a case for every workflow that needs a person, and closes those of workflows that go on. */
    async findTrouble(): Promise<{ found: number }> {
      const now = Date.now();
      const since = Date.parse((await records.cursors.get(CURSOR)) ?? '') || now - FIRST_LOOK_MS;
      // A gateway of the time before may have started one again; this worker may itself be of the time before.
      await endUnneededLoops(temporal, brand, await notedLoops(records.cursors));
      await closeWhatIsWell();
      await warnOfToken(now);
      const { found, isCutOff } = await findTroubled(temporal, { taskQueue, sinceMs: since, isAsked });
      for (const one of found) {
        checkpoint();
        const { workflowId, runId, kind } = one;
        const isStuck = kind === 'stuck';
        await openStandaloneCase(
          needs,
          {
            subject: workflowId,
            problem: { code: 'system.workflow-ended', sentence: describeTrouble(one) },
            about: { kind: 'trouble', workflowId, runId },
            // What has ended may stay as it is; what is stuck stays in the way.
            ...(isStuck ? { without: ['skip'] } : {}),
          },
          isStuck ? undefined : runId,
        );
      }
      // The next look begins where this one did, or nobody would be asked about the rest.
      if (!isCutOff) await records.cursors.set(CURSOR, new Date(now).toISOString());
      return { found: found.length };
    },

    /** Carries out the answer to such a case: the workflow is taken up again, or stays as it is. */
    async settleTrouble(input: { about: AboutTrouble; answer: 'retry' | 'skip' }): Promise<{ settled: true }> {
      const { about, answer } = input;
      if (answer !== 'retry') return { settled: true };
      if (!(await isWell(temporal, about.workflowId)))
        await retake(temporal, about.workflowId, 'the answer to its case');
      // Also when it was well: an attempt before this one may have taken it up and died.
      await readIfRunning(about.workflowId, about.runId);
      return { settled: true };
    },
  };
}

export type TroubleActivities = ReturnType<typeof createTroubleActivities>;
