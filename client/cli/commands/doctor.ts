import { Command } from 'commander';
import type { Finding } from '../../doctor/finding.js';
import { EXIT, type ExitCode } from '../exit.js';
import { type JsonOption, perform, type Shell, withJson, writeJson } from '../shell.js';

interface DoctorOptions extends JsonOption {
  readonly contract?: true;
  readonly report: string;
}

/** `onepool doctor`: checks that everything exists and fits together; with `--contract`, what the counterparts really are. */
export function doctorCommand(shell: Shell): Command {
  return withJson(new Command('doctor'))
    .description(
      'Check configuration, connections, credentials and mappings. Changes nothing. Exit code 3 when there are problems.',
    )
    .option(
      '--contract',
      'instead, compare what the counterparts answer with what Onepool relies on: the schema, every field that is read',
    )
    .option(
      '--report <file>',
      'where --contract writes its report for the makers, without personal data',
      'onepool-contract.json',
    )
    .action((options: DoctorOptions) =>
      perform(shell, options.json === true, () =>
        options.contract === true ? probeContract(shell, options) : checkEverything(shell, options),
      ),
    );
}

async function checkEverything(shell: Shell, options: DoctorOptions): Promise<ExitCode> {
  const { CHECK_GROUPS, examine } = await import('../../doctor/examine.js');
  const { explain } = await import('../explain.js');
  const { startProgress } = await import('../progress.js');
  const progress = await startProgress(shell, { what: 'Checking', total: CHECK_GROUPS });
  const findings = await examine(shell.env, (error) => explain(error).sentence, progress.done);
  progress.stop();
  return showFindings(shell, findings, options);
}

async function probeContract(shell: Shell, options: DoctorOptions): Promise<ExitCode> {
  const { readBrandPath } = await import('../../../config/environment.js');
  const { loadBrand } = await import('../../../config/load-brand.js');
  const { systemsOf } = await import('../../../domain/installation.js');
  const { stepsOf } = await import('../../contract-probe/probe.js');
  const { runContractProbe } = await import('../../contract-probe/run.js');
  const { startProgress } = await import('../progress.js');
  const progress = await startProgress(shell, {
    what: 'Reading',
    total: stepsOf(systemsOf(loadBrand(readBrandPath(shell.env)))),
  });
  const findings = await runContractProbe({ env: shell.env, reportFile: options.report, done: progress.done });
  progress.stop();
  shell.stderr(`The report is in ${options.report}.\n`);
  return showFindings(shell, findings, options);
}

const MARKS = { good: '✓', warning: '!', problem: '✗' } as const;

/** Prints a line for each finding; the exit code says whether a person is needed. */
export function showFindings(shell: Shell, findings: readonly Finding[], options: JsonOption): ExitCode {
  const problems = findings.filter((finding) => finding.verdict === 'problem').length;
  if (options.json) writeJson(shell, { healthy: problems === 0, findings });
  else {
    // A sentence of several lines (a brand file's faults) stays under its mark.
    for (const { check, verdict, sentence } of findings)
      shell.write(`${MARKS[verdict]} ${check}: ${sentence.replaceAll('\n', '\n  ')}\n`);
    shell.write(problems === 0 ? '\nAll is well.\n' : `\n${problems} to fix.\n`);
  }
  return problems > 0 ? EXIT.needsPerson : EXIT.ok;
}
