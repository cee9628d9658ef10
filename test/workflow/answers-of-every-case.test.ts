import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { resolveCase } from '../../client/cli/commands/cases-resolve.js';
import type { Case } from '../../domain/cases/case.js';
import { type Answer, answersTo, CASES, type CaseCode } from '../../domain/cases/catalogue.js';
import type { CaseRow } from '../../systems/database/port.js';
import { CASE_SCRIPTS, DATA } from '../support/scripted/case-scripts.js';
import { type ScriptedRun, startScriptedWorker } from '../support/scripted/scripted-worker.js';
import { environmentOfTheRun } from '../support/temporal-of-the-run.js';
import { testShell } from '../support/test-shell.js';
import { until } from '../support/until.js';

const CHANNELS = ['update', 'signal', 'cli'] as const;
type Channel = (typeof CHANNELS)[number];

/** Every answer of every code; the first answer of each code through every channel, the others by turns. */
const rows = (Object.keys(CASES) as CaseCode[]).flatMap((code) =>
  answersTo(code).flatMap((answer, i) => {
    const channels = i === 0 ? CHANNELS : CHANNELS.filter((_, at) => at === i % CHANNELS.length);
    return channels.map((channel) => ({ code, answer, channel }));
  }),
);

let worker: Awaited<ReturnType<typeof startScriptedWorker>>;
beforeAll(async () => {
  worker = await startScriptedWorker('answers');
});
afterAll(() => worker?.close());

const caseOf = (run: ScriptedRun, code: CaseCode): Promise<Case> =>
  until(() => run.openCases().find((open) => open.codes.includes(code)), { what: `case ${code}`, withinMs: 60_000 });

async function answer(run: ScriptedRun, { caseId }: Case, choice: Answer, channel: Channel): Promise<void> {
  const { data, flags } = DATA[choice] ?? { flags: [] };
  const resolution = { caseId, answer: choice, by: 'Kim', ...(data ? { data } : {}) };
  if (channel === 'signal') return run.handle.signal('resolveCase', resolution);
  if (channel === 'update') {
    await run.handle.executeUpdate('resolveCase', { args: [resolution] });
    return;
  }
  await answerOnCommandLine(run, { caseId, choice, flags });
}

/** The command as it runs; only the list of cases that names the process is made up here. */
async function answerOnCommandLine(
  run: ScriptedRun,
  { caseId, choice, flags }: { caseId: string; choice: Answer; flags: readonly string[] },
): Promise<void> {
  const row = { caseId, workflowId: run.handle.workflowId } as CaseRow;
  const records = { cases: { show: async () => ({ row, trail: [] }) }, notes: { keep: async () => {} } };
  const [name, value] = flags;
  const option = name && value ? { [name.slice(2)]: value } : {};
  const shell = testShell(environmentOfTheRun('postgres://unused'));
  await resolveCase(shell, records, { caseId, answer: choice, by: 'Kim', line: [], ...option });
  expect(shell.out()).toContain('Accepted');
}

describe('the answers of every case', () => {
  it('Every code of the catalogue has a process that opens it', () => {
    expect(Object.keys(CASE_SCRIPTS).sort()).toEqual(Object.keys(CASES).sort());
    process.stderr.write(`answers: ${Object.keys(CASES).length} codes, ${rows.length} rows\n`);
  });

  const byMessage = rows.filter(({ channel }) => channel !== 'cli');
  it.concurrent.each(byMessage)('The case $code takes the answer $answer by $channel, and its process moves', takes);

  it('Every code takes its answers on the command line as well', async () => {
    // Commands load what they need while they run, which Jest allows to one test at a time.
    const byCommand = rows.filter(({ channel }) => channel === 'cli');
    const failures: string[] = [];
    await Promise.all(
      byCommand.map((row) => takes(row).catch((err: unknown) => failures.push(`${row.code} ${row.answer}: ${err}`))),
    );
    expect(failures).toEqual([]);
  });
});

/** Opens a case, answers it, and sees that it is closed with that answer and that its question does not come again. */
async function takes({ code, answer: choice, channel }: (typeof rows)[number]): Promise<void> {
  const script = CASE_SCRIPTS[code];
  const run = await worker.play(script);
  await script.drive?.(run);
  const open = await caseOf(run, code);
  expect(open.answers).toEqual(expect.arrayContaining([choice]));

  await answer(run, open, choice, channel);
  await until(() => run.closedWith(open.caseId), { what: `the end of ${open.caseId}`, withinMs: 60_000 });
  expect(run.closedWith(open.caseId)).toBe(choice);
  expect(['RUNNING', 'COMPLETED', 'CONTINUED_AS_NEW']).toContain(await run.status());
  // The same question in the same words would say that nothing has happened.
  const words = JSON.stringify(open.problems);
  expect(run.openCases().filter(({ problems }) => JSON.stringify(problems) === words)).toEqual([]);
}
