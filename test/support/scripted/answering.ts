import type { Case } from '../../../domain/cases/case.js';
import { until } from '../until.js';
import type { Script, ScriptedRun, startScriptedWorker } from './scripted-worker.js';

/** Longer than a question takes on a busy machine. */
const ASKED_WITHIN_MS = 60_000;

/** Plays a workflow until all that its script has happen to it has happened. */
export async function play(
  worker: Awaited<ReturnType<typeof startScriptedWorker>>,
  script: Script,
): Promise<ScriptedRun> {
  const run = await worker.play(script);
  await script.drive?.(run);
  return run;
}

/** The open case of a code, as soon as there is one. */
export const asked = (run: ScriptedRun, code: string): Promise<Case> =>
  until(() => run.openCases().find((open) => open.code === code), {
    what: `case ${code}`,
    withinMs: ASKED_WITHIN_MS,
  });

/** Answers the open case of a code, as soon as there is one. */
export async function answer(run: ScriptedRun, code: string, choice: string): Promise<Case> {
  const question = await asked(run, code);
  await run.handle.executeUpdate('resolveCase', { args: [{ caseId: question.caseId, answer: choice, by: 'Kim' }] });
  return question;
}
